"""Write a whole project, one event at a time: memory does not grow with its size."""

import shutil
from pathlib import Path
from typing import Final

from bench.generation.agents import agent_files
from bench.generation.events import write_event
from bench.generation.outline import Outline, Scale
from bench.generation.turtle import BASE
from bench.generation.vocabulary import vocabulary_files

_SETTINGS: Final = f"""\
title = "Promises of invented governments"
description = "Made by the benchmark of govkg. Nothing in it was ever promised."
base_iri = "{BASE}"
languages = ["en", "zh"]
"""
_QUERIES: Final = Path(__file__).parents[2] / "queries" / "examples"


def write_project(folder: Path, scale: Scale, *, texts: Path | None = None) -> None:
    """Write a project of *scale* into *folder*, in place of the data that is there.

    With *texts*, the text of each source goes there, as ``govkg check --sources`` wants it.
    """
    outline = Outline(scale)
    data = folder / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    (folder / "govkg.toml").write_text(_SETTINGS, encoding="utf-8")
    shutil.copytree(_QUERIES, folder / "queries" / "examples", dirs_exist_ok=True)
    fixed = vocabulary_files() | agent_files(outline.places, outline.people)
    for name, turtle in fixed.items():
        (data / f"{name}.ttl").write_text(turtle, encoding="utf-8")
    for number in range(len(outline)):
        written = write_event(outline, number)
        file = data / "events" / str(written.event.day.year) / f"{written.event.slug}.ttl"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written.turtle, encoding="utf-8")
        if texts is not None:
            texts.mkdir(parents=True, exist_ok=True)
            (texts / f"{written.event.slug}.txt").write_bytes(written.text)
