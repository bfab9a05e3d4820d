"""How long publishing takes: everything, after a change in one source, and what it must do."""

import shutil
import sys
from dataclasses import asdict
from pathlib import Path

from bench.peers.ours import Run, publish, run

Figures = dict[str, dict[str, float]]


def time_publishing(project: Path) -> Figures:
    """Publish a project from nothing, and again after one source has changed."""
    shutil.rmtree(project / "releases", ignore_errors=True)
    figures = {"cold": _figures(publish(project))}
    changed = min((project / "data" / "events").rglob("*.ttl"))
    text = changed.read_text(encoding="utf-8")
    first = text.index('"@en')
    changed.write_text(f"{text[:first]} (corrected){text[first:]}", encoding="utf-8")
    try:
        figures["changed"] = _figures(publish(project))
    finally:
        changed.write_text(text, encoding="utf-8")
    figures["back"] = _figures(publish(project))
    return figures


def time_baseline(project: Path) -> Figures:
    """Parse and load, and read and validate, without publishing."""
    command: list[str | Path] = [sys.executable, "-m", "bench.measuring.baseline", project]
    return {step: _figures(run([*command, step])) for step in ("load", "validate")}


def _figures(done: Run) -> dict[str, float]:
    return asdict(done)
