"""Have every engine validate the same graphs, by the core rules and by all."""

import json
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.engines.engines import LIBRARIES, TARGETS, Row
from govkg.publish.checking import read_everything
from govkg.settings import read_project
from govkg.validation.engine.core import write_triples
from govkg.validation.engine.shapes import ShapesGraph


@dataclass(frozen=True, slots=True)
class Trial:
    """Projects to check, the seconds of processor time of each engine, and what is left out.

    Every *leave_out*-th triple is, so that there is something to find.
    """

    folders: Sequence[Path]
    seconds: int
    leave_out: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine found, in seconds and bytes; without *rows*, it did not end in time.

    *shapes* are those of which it told that they were done.
    """

    rows: Counter[Row] | None
    processor: float
    memory: int
    shapes: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The engines beside each other on one graph; *shapes* counts those that have targets."""

    data: str
    triples: int
    rules: str
    shapes: int
    outcomes: dict[str, Outcome]


def compare(trial: Trial) -> Iterator[Comparison]:
    """Compare the engines that are installed, on one graph after the other."""
    engines = [name for name, library in LIBRARIES.items() if find_spec(library)]
    for folder in trial.folders:
        reading = read_everything(read_project(folder))
        triples = list(dict.fromkeys(reading.triples))
        del triples[trial.leave_out - 1 :: trial.leave_out]
        whole = ShapesGraph(quad.triple for quad in reading.shape_quads)
        for rules, shapes in (("core", list(whole.core())), ("all", whole.triples)):
            with tempfile.TemporaryDirectory() as place:
                data = _written(Path(place) / "data.nt", triples)
                given = _written(Path(place) / "shapes.nt", shapes)
                outcomes = {name: _run(name, (data, given), trial.seconds) for name in engines}
            name, counted = reading.project.dataset.title, _targeted(ShapesGraph(shapes))
            yield Comparison(name, len(triples), rules, counted, outcomes)


def _written(file: Path, triples: Sequence[Any]) -> Path:
    file.write_text(write_triples(triples), encoding="utf-8")
    return file


def _targeted(graph: ShapesGraph) -> int:
    subjects = {triple.subject for triple in graph.triples}
    return sum(any(graph.objects(node, name) for name in TARGETS) for node in subjects)


def _run(engine: str, files: tuple[Path, Path], seconds: int) -> Outcome:
    command = [sys.executable, "-W", "ignore", "-m", "bench.engines.engines", engine]
    with subprocess.Popen(
        [*command, *map(str, files)], stdout=subprocess.PIPE, text=True
    ) as process:
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds))
        text, _ = process.communicate()
    told = [json.loads(line) for line in text.splitlines()]
    shapes = max((line.get("shapes", 0) for line in told), default=0)
    if not told or "rows" not in told[-1]:
        return Outcome(None, seconds, 0, shapes)
    last = told[-1]
    rows = Counter(tuple(row) for row in last["rows"])
    return Outcome(rows, last["processor"], last["memory"], shapes)
