"""Measure one size of project from end to end."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.generation.outline import Outline, Scale
from bench.generation.project import write_project
from bench.measuring.agreement import count_rows, disagreements, other_documents
from bench.measuring.disturbance import Watch
from bench.measuring.engine import measure_engine
from bench.measuring.latency import (
    summary,
    time_alone,
    time_confirmed,
    time_queries,
    time_repeated,
)
from bench.measuring.load import Pressure
from bench.measuring.publishing import remember_cold, time_again, time_cold
from bench.measuring.scanning import measure_scanning
from bench.measuring.serving import Serving
from bench.measuring.systems import Subject, Systems, everything
from bench.peers.memory import memory_of
from bench.peers.ours import NAME, TWO
from bench.peers.systems import Endpoint
from bench.workload.queries import Query, make_queries
from bench.workload.requests import commitments, searches, selections, stream_pages
from govkg.release.layout import Layout, active_release
from govkg.release.manifest import read_manifest

_REPETITIONS: Final = 50
_SCANS: Final = 3
"""Loads that take as long as everything is scanned for."""
_AT_ONCE: Final = 1 << 20
_COMPARED: Final = 10
"""Documents of which all systems must say the same."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly to measure: *rounds* of queries, and the pressure of each load.

    Publishing is timed up to *published* commitments; a larger project is published once.
    """

    rounds: int
    pressure: Pressure
    published: int


Results = dict[str, Any]


def measure_project(scale: Scale, folder: Path, effort: Effort) -> Results:
    """Generate, publish, serve and ask a project of some *scale*, beside every peer."""
    watch = Watch()
    outline = Outline(scale)
    project = folder / f"{scale.commitments}-{len(outline)}"
    is_timed = scale.commitments <= effort.published
    if is_timed or not project.exists():
        write_project(project, scale)
    results: Results = {"commitments": scale.commitments, "sources": len(outline)}
    if is_timed:
        results["publishing"] = time_cold(project) | time_again(project)
    else:
        results["publishing"] = remember_cold(project)
    layout = _active(project)
    results["triples"] = read_manifest(layout.manifest).triples
    results["disk"] = sum(f.stat().st_size for f in layout.folder.rglob("*") if f.is_file())
    queries = make_queries(outline)
    results["engine"] = measure_engine(layout.merge, queries[0].text, _REPETITIONS)
    entity = commitments(outline, start=0, number=1)[0]
    subject = Subject(outline, project, layout, entity)
    with tempfile.TemporaryDirectory() as scratch, everything(subject, Path(scratch)) as systems:
        results["start"] = systems.start
        results["memory"] = {"idle": _memory(systems.asked)}
        results |= _ask(systems, queries, effort.rounds)
        compared = commitments(outline, start=0, number=_COMPARED)
        results["disagreements"] += other_documents(systems.ours, systems.publishers, compared)
        results["memory"]["asked"] = _memory(systems.asked)
        results["scanning"] = measure_scanning(systems.ours, _SCANS * effort.pressure.seconds)
        results["serving"] = _serve(subject, systems, effort.pressure)
        results["turns"] = effort.pressure.turns
        results["memory"]["served"] = _memory(systems.asked)
    return results | {"load": watch.figures()}


def _active(project: Path) -> Layout:
    layout = active_release(project / "releases")
    if layout is None:
        raise FileNotFoundError(project / "releases")
    return layout


def _ask(systems: Systems, queries: tuple[Query, ...], rounds: int) -> Results:
    timings, answers = time_queries(systems.asked, queries, rounds)
    repeated = time_repeated(systems.ours, queries, _REPETITIONS)
    confirmed = time_confirmed(systems.ours, queries, _REPETITIONS)
    return {
        "alone": time_alone(systems.ours, queries[0]),
        "queries": {
            query.name: {
                "question": query.question,
                "rows": count_rows(query, next(iter(answers[query.name].values()))),
                "systems": {name: summary(taken) for name, taken in timings[query.name].items()},
                "repeated": summary(repeated[query.name]),
                "confirmed": summary(confirmed[query.name]),
            }
            for query in queries
        },
        "disagreements": disagreements(list(queries), answers),
    }


def _serve(subject: Subject, systems: Systems, pressure: Pressure) -> Results:
    outline, layout = subject.outline, subject.layout
    _read_all(layout.folder)
    serving = Serving(outline, pressure)
    describing = {n: e for n, e in systems.endpoints.items() if n != "rdflib-endpoint"}
    serving.documents(
        {NAME: systems.uncached, TWO: systems.doubled}, describing, systems.publishers
    )
    serving.repeated(systems.ours, subject.entity, systems.publishers)
    pages = {
        "home": ("/",),
        "search": searches(outline),
        "list of statements": selections(outline),
        "stream of changes": stream_pages(systems.uncached),
    }
    serving.pages(systems.uncached, pages)
    file = f"/releases/{layout.folder.name}/{layout.merge.name}"
    with tempfile.TemporaryDirectory() as folder:
        serving.dump(systems.ours, Path(folder), layout.merge, file)
    return serving.table


def _read_all(folder: Path) -> None:
    """Have its files in the memory of the machine again: some were pushed out meanwhile."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                while file.read(_AT_ONCE):
                    pass


def _memory(endpoints: Mapping[str, Endpoint]) -> dict[str, int]:
    return {name: memory_of(endpoint.pid) for name, endpoint in endpoints.items()}
