"""Measure projects of several sizes, and report."""

import os
import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench.generation.outline import Scale
from bench.measuring.project import Effort, measure_project
from bench.peers.publishers import known_publishers
from bench.peers.systems import known_peers
from bench.report.readme import size, write_report
from bench.report.results import write_results

_LIBRARIES: Final = ("govkg", "pyoxigraph", "uvicorn")
_PROGRAMS: Final = ("nginx", "wrk")
_ALL: Final = ("oxigraph serve", "Virtuoso", "rdflib-endpoint", "Trifid", *_PROGRAMS)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, where to work and where to write: *report* gets README and results."""

    scales: tuple[Scale, ...]
    effort: Effort
    work: Path
    report: Path


def run(plan: Plan, command: str) -> bool:
    """Measure every size of *plan*, and report each as it is done; say whether all agreed."""
    plan.work.mkdir(parents=True, exist_ok=True)
    around = _surroundings(command)
    before = os.getloadavg()[0]
    agreed = True
    for scale in plan.scales:
        _say(f"measuring {scale.commitments:,} commitments")
        results = around | measure_project(scale, plan.work, plan.effort)
        results["load"]["before"] = before
        write_results(plan.report, results)
        write_report(plan.report)
        _say(size(results))
        agreed = agreed and not results["disagreements"]
    return agreed


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _surroundings(command: str) -> dict[str, Any]:
    versions = _versions()
    return {
        "command": command,
        "date": datetime.now(UTC).date().isoformat(),
        "machine": _machine(),
        "versions": versions,
        "absent": [name for name in _ALL if name not in versions],
    }


def _machine() -> str:
    cores = os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    linux = platform.release().split("-")[0]
    return f"{names[0]}, {cores} cores, {memory:.0f} GiB, Linux {linux}"


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    found |= {name: version(name) for name in _LIBRARIES}
    found |= {peer.name: peer.version for peer in known_peers()}
    found |= {publisher.name: publisher.version for publisher in known_publishers()}
    for program in filter(shutil.which, _PROGRAMS):
        said = subprocess.run([program, "-v"], check=False, capture_output=True, text=True)
        words = (said.stdout + said.stderr).replace("/", " ").split()
        found[program] = next((word for word in words if word[0].isdigit()), "")
    return found
