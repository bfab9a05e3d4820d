"""Measure one size of project from end to end."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.generation.outline import Outline, Scale
from bench.generation.project import write_project
from bench.measuring.agreement import count_rows, disagreements
from bench.measuring.engine import measure_engine
from bench.measuring.latency import summary, time_queries, time_repeated
from bench.measuring.publishing import time_baseline, time_publishing
from bench.measuring.serving import Serving
from bench.peers.ours import NAME, publish, serve
from bench.peers.processes import memory_of, settle
from bench.peers.systems import Endpoint, known_peers
from bench.workload.queries import Query, make_queries
from bench.workload.requests import commitments, searches
from govkg.release.layout import Layout, active_release
from govkg.release.manifest import read_manifest

_REPETITIONS: Final = 50


@dataclass(frozen=True, slots=True)
class Effort:
    """How thoroughly to measure: *rounds* of queries, *seconds* of each load.

    Publishing is timed up to *published* commitments; a larger project is taken as it is published.
    """

    rounds: int
    seconds: int
    published: int = 10**9


Results = dict[str, Any]


def measure_project(scale: Scale, folder: Path, effort: Effort) -> Results:
    """Generate, publish, serve and ask a project of some *scale*, beside every peer."""
    outline = Outline(scale)
    project = folder / f"{scale.commitments}-{len(outline)}"
    if not project.exists():
        write_project(project, scale)
    results: Results = {"commitments": scale.commitments, "sources": len(outline)}
    if scale.commitments <= effort.published:
        results["publishing"] = time_publishing(project) | time_baseline(project)
    layout = _published(project)
    results["triples"] = read_manifest(layout.manifest).triples
    results["disk"] = sum(f.stat().st_size for f in layout.folder.rglob("*") if f.is_file())
    queries = make_queries(outline)
    results["engine"] = measure_engine(layout.merge, queries[0].text, _REPETITIONS)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as stack:
        entity = commitments(outline, start=0, number=1)[0]
        ours = stack.enter_context(serve(project, _folder(scratch, NAME), f"{entity}.ttl"))
        results["start"] = {"seconds": ours.seconds, "settled": settle(ours.endpoint.pid)}
        peers = [
            peer
            for peer in known_peers()
            if peer.largest is None or scale.commitments <= peer.largest
        ]
        endpoints = {NAME: ours.endpoint}
        for peer in peers:
            place = _folder(scratch, peer.name)
            endpoints[peer.name] = stack.enter_context(peer.start(place, layout.merge))
        results["memory"] = {"idle": _memory(endpoints)}
        results |= _ask(endpoints, queries, effort)
        results["memory"]["asked"] = _memory(endpoints)
        serving = Serving(outline, ours.endpoint, effort.seconds)
        serving.documents(
            {n: e for n, e in endpoints.items() if n not in {NAME, "rdflib-endpoint"}}
        )
        serving.repeated({"page": f"{entity}.en.html", "document": f"{entity}.ttl", "home": "/"})
        serving.pages(
            {
                "search": searches(outline),
                "list of statements": ("/explore",),
                "stream of changes": ("/ldes",),
            }
        )
        serving.dump(
            _folder(scratch, "nginx"),
            layout.merge,
            f"/releases/{layout.folder.name}/{layout.merge.name}",
        )
        results["serving"] = serving.table
        results["memory"]["served"] = _memory(endpoints)
    return results


def _published(project: Path) -> Layout:
    """Give the active release; where there is none, publish."""
    layout = active_release(project / "releases")
    if layout is None:
        publish(project)
        layout = active_release(project / "releases")
    if layout is None:
        raise FileNotFoundError(project / "releases")
    return layout


def _ask(endpoints: dict[str, Endpoint], queries: tuple[Query, ...], effort: Effort) -> Results:
    timings, answers = time_queries(endpoints, queries, effort.rounds)
    repeated = time_repeated(endpoints[NAME], queries, _REPETITIONS)
    return {
        "queries": {
            query.name: {
                "question": query.question,
                "rows": count_rows(query, answers[query.name][NAME]),
                "systems": {name: summary(taken) for name, taken in timings[query.name].items()},
                "repeated": summary(repeated[query.name]),
            }
            for query in queries
        },
        "disagreements": disagreements(list(queries), answers),
    }


def _memory(endpoints: dict[str, Endpoint]) -> dict[str, int]:
    return {name: memory_of(endpoint.pid) for name, endpoint in endpoints.items()}


def _folder(scratch: str, name: str) -> Path:
    folder = Path(scratch) / name.replace(" ", "-")
    folder.mkdir()
    return folder
