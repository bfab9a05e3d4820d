"""What was found out about the rules is found out once, by each software anew."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import pytest

from govkg.cli import main
from govkg.processes import Helpers
from govkg.validation.rules import kept, reach
from govkg.validation.rules.kept import KeptRules, kept_rules
from govkg.validation.rules.reading import Rules
from shapes_world import graph

_CHECK = """\
import sys
from govkg.cli import main
code = main(["check", "--project", sys.argv[1]])
sys.exit(code or (3 if "rdflib" in sys.modules else 0))
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the queries that are looked into."""
    queries: list[str] = []
    find_out = reach.reach_of

    def spy(query: str) -> object:
        queries.append(query)
        return find_out(query)

    monkeypatch.setattr(reach, "reach_of", spy)
    return queries


def read(file: Path) -> tuple[object, ...]:
    """Read the rules with what is kept in *file*."""
    rules = Rules(graph(), KeptRules(file))
    return rules.fast, rules.local, rules.wide, rules.footprint


def test_each_query_is_looked_into_once(tmp_path: Path, asked: list[str]) -> None:
    file = tmp_path / "rules.json"
    first = read(file)
    assert len(asked) == len(set(asked)) > 40
    asked.clear()
    assert read(file) == first
    assert asked == []


def test_helpers_find_out_the_same(tmp_path: Path, asked: list[str]) -> None:
    with Helpers() as helpers:
        rules = Rules(graph(), KeptRules(tmp_path / "helped.json"), helpers)
    assert asked == []
    found = rules.fast, rules.local, rules.wide, rules.footprint
    assert found == read(tmp_path / "alone.json")
    helped, alone = ((tmp_path / name).read_text() for name in ("helped.json", "alone.json"))
    assert helped == alone


def test_helpers_are_not_begun_for_what_is_known(tmp_path: Path) -> None:
    file = tmp_path / "rules.json"
    read(file)

    class Nobody(Helpers):
        @property
        def executor(self) -> Executor:
            raise AssertionError("nothing is left to find out")

    assert Rules(graph(), KeptRules(file), Nobody()).fast


def test_a_query_that_changed_is_looked_into_alone(tmp_path: Path, asked: list[str]) -> None:
    known = KeptRules(tmp_path / "rules.json")
    known.reach("SELECT $this WHERE { $this ?p 1 }")
    known.reach("SELECT $this WHERE { $this ?p 2 }")
    known.keep()
    asked.clear()
    known = KeptRules(tmp_path / "rules.json")
    known.reach("SELECT $this WHERE { $this ?p 1 }")
    known.reach("SELECT $this WHERE { $this ?p 3 }")
    known.keep()
    assert asked == ["SELECT $this WHERE { $this ?p 3 }"]


def test_what_other_software_found_out_is_not_taken(
    tmp_path: Path, asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read(tmp_path / "rules.json")
    asked.clear()
    monkeypatch.setattr(kept, "software", lambda: "another")
    read(tmp_path / "rules.json")
    assert len(asked) > 40


def cut(text: str) -> str:
    """Lose the second half."""
    return text[: len(text) // 2]


def turn(text: str) -> str:
    """Say the contrary of much."""
    return text.replace("true", "false")


@pytest.mark.parametrize("damaged", [cut, turn])
def test_damage_is_as_good_as_nothing(
    tmp_path: Path, asked: list[str], damaged: Callable[[str], str]
) -> None:
    file = tmp_path / "rules.json"
    first = read(file)
    asked.clear()
    file.write_text(damaged(file.read_text()))
    assert read(file) == first
    assert len(asked) > 40
    assert json.loads(file.read_text())["rules"]


def test_a_check_of_what_was_published_needs_no_rdflib(make_project: Callable[..., Path]) -> None:
    """To import it, and to read the queries by it, takes most of the time of a check."""
    project = make_project(
        shapes="""\
@prefix ex: <https://example.org/ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:More a sh:NodeShape ;
    sh:targetClass ex:Thing ;
    sh:message "Nothing knows itself."@en ;
    sh:sparql [
        sh:select "SELECT $this WHERE { $this <https://example.org/ns#knows> $this }" ;
    ] .
"""
    )
    assert main(["publish", "--project", str(project)]) == 0
    assert KeptRules(project / "releases" / ".rules.json")._known
    command = [sys.executable, "-c", _CHECK, str(project)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a user an empty cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "govkg" / ".rules.json"


def test_what_is_kept_in_the_cache_serves_every_project(
    tmp_path: Path, cache: Path, asked: list[str]
) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    other.mkdir()
    for releases in (one, other):
        known = kept_rules(releases)
        known.reach("SELECT $this WHERE { $this ?p ?o }")
        known.keep()
    assert len(asked) == 1
    assert not one.exists()
    assert (other / ".rules.json").read_text() == cache.read_text()


def test_nothing_is_written_where_nothing_is_new(tmp_path: Path, cache: Path) -> None:
    known = kept_rules(tmp_path)
    known.reach("SELECT $this WHERE { $this ?p ?o }")
    known.keep()
    written = cache.stat().st_ino
    known = kept_rules(tmp_path)
    known.reach("SELECT $this WHERE { $this ?p ?o }")
    known.keep()
    assert cache.stat().st_ino == written


def test_a_user_without_a_home_has_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: Path("~/.cache/govkg"))
    known = kept_rules(tmp_path / "releases")
    known.reach("SELECT $this WHERE { $this ?p ?o }")
    known.keep()
    assert list(tmp_path.iterdir()) == []


def test_a_server_reads_what_is_kept_and_writes_nothing(tmp_path: Path) -> None:
    known = KeptRules(tmp_path / "rules.json", writing=False)
    known.reach("SELECT $this WHERE { $this ?p ?o }")
    known.keep()
    assert list(tmp_path.iterdir()) == []
