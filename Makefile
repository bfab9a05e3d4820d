# Each target does its own set-up in .venv/; `make help` lists them.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
COMUNICA := .cache/comunica
HARVESTER := .cache/ldes-client
TRIFID := .cache/trifid
# One at a time: a second one would fail.
APT := flock Makefile $(if $(filter 0,$(shell id -u)),,sudo) apt-get
# Tests run in two processes, for two processors; this half takes as long as lint and all others.
HALF := $(addprefix tests/,bench faults operating release stores web)
# Tests publish hundreds of times, and a disk is slow to confirm: in memory where there is room for it.
MEMORY := $(shell df --output=avail --block-size=G /dev/shm 2>/dev/null | awk '$$1 + 0 > 2 {print "/dev/shm"}')
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Otherwise each of the many processes that tests begin compiles every module.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help serve publish check test tools one-half other-half faults audit unit format constraints programs clean bench bench-small bench-full peers

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile

serve: .venv/installed ## publish the data of this repository and serve it at HOST:PORT
	$(BIN)/govkg publish
	$(BIN)/govkg serve --host $(HOST) --port $(PORT)

publish: .venv/installed ## check the data and make it the active release
	$(BIN)/govkg publish

tools: .venv/installed programs peers $(COMUNICA)/installed $(HARVESTER)/installed $(TRIFID)/installed ## set up what bench-small and test need; with --jobs, beside each other

test: .venv/installed programs peers $(COMUNICA)/installed $(HARVESTER)/installed ## run every check and every test
	$(MAKE) --no-print-directory --jobs 2 lint one-half other-half

one-half other-half: export TMPDIR := $(or $(MEMORY),$(TMPDIR),/tmp)

one-half:
	$(BIN)/pytest bench src $(HALF)

other-half:
	$(BIN)/pytest tests $(addprefix --ignore=,$(HALF))

check: lint unit ## the quick loop: format, lint, types, import contracts, unit tests

lint: .venv/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: .venv/installed
	$(BIN)/pytest -q src tests/unit

faults: .venv/installed ## kill, fill, flip and switch in full counts: a few minutes
	GOVKG_FAULTS=full $(BIN)/pytest tests/faults tests/stores --timeout 1800

audit: .venv/installed ## look for known weaknesses in what constraints.txt pins; what cannot be looked up fails it
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement constraints.txt

format: .venv/installed ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

constraints: .venv/installed ## choose the versions of all dependencies anew
	CUSTOM_COMPILE_COMMAND="make constraints" $(BIN)/pip-compile --quiet --upgrade --all-extras \
	  --build-deps-for editable --allow-unsafe --generate-hashes --strip-extras \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --output-file constraints.txt pyproject.toml

programs: # what tests drive, from the system's packages: a browser, fonts for Chinese, Apache, nginx
	@command -v chromium >/dev/null && fc-list :lang=zh | grep -q . && test -x /usr/sbin/apache2 && command -v nginx >/dev/null || { \
	  $(APT) -qq update && DEBIAN_FRONTEND=noninteractive $(APT) -qq install --yes \
	  --no-install-recommends chromium fontconfig fonts-noto-cjk apache2-bin nginx-light >/dev/null; }

$(COMUNICA)/installed: .venv/installed # a SPARQL client that the endpoint is tested with; tests say so without it
	@mkdir -p $(COMUNICA)
	@$(BIN)/npm install --silent --no-audit --no-fund --omit-lockfile-registry-resolved --prefix $(COMUNICA) \
	  @comunica/query-sparql@5.4.1 && touch $@ || echo 'no Comunica: npm cannot be reached' >&2

bench-small: .venv/installed peers $(TRIFID)/installed # what CI runs: do all systems agree, and in which ratios
	$(BIN)/python -m bench run 300 --rounds 5 --clients 1 8 --turns 1 --report .cache/bench/small \
	  --named 'make bench-small'

bench: .venv/installed peers $(TRIFID)/installed ## measure 1,000 and 10,000 commitments beside other systems: minutes
	$(BIN)/python -m bench run 1000 10000 --named 'make bench'

bench-full: .venv/installed peers $(TRIFID)/installed ## measure 100,000 and 1,000,000 too, and write bench/README.md: hours
	$(BIN)/python -m bench run 1000 10000 100000 1000000 --publish-up-to 100000 --report bench \
	  --named 'make bench-full'

peers: # what is measured beside, from the system's packages
	@command -v wrk nginx virtuoso-t >/dev/null || { \
	  $(APT) -qq update && DEBIAN_FRONTEND=noninteractive \
	  $(APT) -qq install --yes --no-install-recommends wrk nginx-light virtuoso-opensource-7 \
	  virtuoso-opensource-7-bin >/dev/null; }

$(HARVESTER)/installed: .venv/installed # a client of event streams; tests say so without it
	@mkdir -p $(HARVESTER)
	@$(BIN)/npm install --silent --no-audit --no-fund --omit-lockfile-registry-resolved --prefix $(HARVESTER) \
	  ldes-client@0.3.0 && touch $@ || echo 'no ldes-client: npm cannot be reached' >&2

$(TRIFID)/installed: .venv/installed # publishes documents as we do, to measure beside; the report says so without it
	@mkdir -p $(TRIFID)
	@$(BIN)/npm install --silent --no-audit --no-fund --omit-lockfile-registry-resolved --prefix $(TRIFID) \
	  trifid@5.3.0 && touch $@ || echo 'no Trifid: npm cannot be reached' >&2

clean: ## remove what make has made
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .cache releases

.venv/installed: constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
