"""How long publishing takes: everything, after a change in one source, and what it must do."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from bench.peers.ours import publish
from govkg.release.layout import active_release

Figures = dict[str, dict[str, float]]


def time_cold(project: Path) -> Figures:
    """Publish a project from nothing."""
    shutil.rmtree(project / "releases", ignore_errors=True)
    return {"cold": asdict(publish(project))}


def remember_cold(project: Path) -> Figures:
    """Publish a project from nothing if it is not published, and give what that took then."""
    told = project / "cold.json"
    if not told.exists() or active_release(project / "releases") is None:
        told.write_text(json.dumps(time_cold(project)), encoding="utf-8")
    figures: Figures = json.loads(told.read_text(encoding="utf-8"))
    return figures


def time_again(project: Path) -> Figures:
    """Publish after one source has changed, then what was published before; and the baseline."""
    with _changed(min((project / "data" / "events").rglob("*.ttl"))):
        changed = asdict(publish(project))
    return {"changed": changed, "back": asdict(publish(project)), "baseline": _baseline(project)}


@contextmanager
def _changed(source: Path) -> Iterator[None]:
    text = source.read_text(encoding="utf-8")
    first = text.index('"@en')
    source.write_text(f"{text[:first]} (corrected){text[first:]}", encoding="utf-8")
    try:
        yield
    finally:
        source.write_text(text, encoding="utf-8")


def _baseline(project: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.measuring.baseline", str(project)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds: dict[str, float] = json.loads(said)
    return seconds
