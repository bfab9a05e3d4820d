"""Measure projects of several sizes, and report."""

import json
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
from bench.peers.systems import known_peers
from bench.report.readme import write_readme

_LIBRARIES: Final = ("govkg", "pyoxigraph", "uvicorn")


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, where to work and where to write: *report* gets README and results."""

    scales: tuple[Scale, ...]
    effort: Effort
    work: Path
    report: Path


def run(plan: Plan, command: str) -> None:
    """Measure every size of *plan* and write the report; each size is written as it is done."""
    plan.report.mkdir(parents=True, exist_ok=True)
    plan.work.mkdir(parents=True, exist_ok=True)
    sizes: list[dict[str, Any]] = []
    for scale in plan.scales:
        sys.stdout.write(f"measuring {scale.commitments:,} commitments\n")
        sys.stdout.flush()
        sizes.append(measure_project(scale, plan.work, plan.effort))
        figures = {
            "command": command,
            "date": datetime.now(UTC).date().isoformat(),
            "machine": _machine(),
            "versions": _versions(),
            "sizes": sizes,
        }
        text = json.dumps(figures, indent=1, ensure_ascii=False)
        (plan.report / "results.json").write_text(f"{text}\n", encoding="utf-8")
        write_readme(plan.report, figures)
    sys.stdout.write((plan.report / "README.md").read_text(encoding="utf-8"))


def _machine() -> str:
    """Describe the machine, and how much there was to do on it in the last quarter of an hour.

    Where that is more than there are cores, others were at work, and only ratios mean something.
    """
    cores = os.cpu_count()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    linux = platform.release().split("-")[0]
    load = os.getloadavg()[2]
    return f"{names[0]}, {cores} cores, {memory:.0f} GiB, Linux {linux}, load {load:.1f}"


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    found |= {name: version(name) for name in _LIBRARIES}
    found |= {peer.name: peer.version for peer in known_peers()}
    for program, flag in (("nginx", "-v"), ("wrk", "-v")):
        if shutil.which(program):
            said = subprocess.run([program, flag], check=False, capture_output=True, text=True)
            words = (said.stdout + said.stderr).replace("/", " ").split()
            found[program] = next((word for word in words if word[0].isdigit()), "")
    return found
