"""What was aimed at, and what came of it. A goal is a ratio in one run wherever it can be one."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import geometric_mean
from typing import Any, Final

from bench.measuring.serving import BARE, NGINX
from bench.peers.ours import NAME

Results = dict[str, Any]

_GIB: Final = 2**30
_MANY_SOURCES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what is measured, what was aimed at, what came of it."""

    work: str
    aim: str
    figure: str
    is_met: bool


def judge(results: Results) -> list[Goal]:
    """Judge one size of project."""
    return [*_queries(results), *_documents(results), *_publishing(results), *_process(results)]


def _at_least(work: str, figure: float, bound: float, unit: str = "times") -> Goal:
    return Goal(work, f"at least {bound:g} {unit}", f"{figure:,.2f} {unit}", figure >= bound)


def _at_most(work: str, figure: float, bound: float, unit: str) -> Goal:
    return Goal(work, f"at most {bound:g} {unit}", f"{figure:,.2f} {unit}", figure <= bound)


def ratios(results: Results, system: str) -> list[float]:
    """Give, for each query that both answered, how many times faster than *system* we are."""
    found = []
    for query in results["queries"].values():
        systems = query["systems"]
        if system in systems:
            found.append(systems[system]["median"] / systems[NAME]["median"])
    return found


def _queries(results: Results) -> Iterator[Goal]:
    queries = results["queries"].values()
    names = {name for query in queries for name in query["systems"]}
    for name, bound in (("oxigraph serve", 8.0), ("Virtuoso", 1.0)):
        if name in names:
            faster = geometric_mean(ratios(results, name))
            yield _at_least(f"eight queries, geometric mean, against {name}", faster, bound)
    if names != {NAME}:
        slower = [
            query["systems"][NAME]["median"]
            / min(cell["median"] for name, cell in query["systems"].items() if name != NAME)
            for query in queries
        ]
        yield _at_most("the worst query, against the best peer for it", max(slower), 2, "times")
    repeated = max(query["repeated"]["median"] for query in queries)
    yield _at_most("a query asked again", repeated, 1, "ms")
    overhead = results["queries"]["describe"]["systems"][NAME]["median"]
    yield _at_most(
        "what the endpoint adds to the engine in process",
        overhead - results["engine"]["median"],
        0.7,
        "ms",
    )


def _documents(results: Results) -> Iterator[Goal]:
    serving = results["serving"]
    page = serving["document en.html"][NAME]["1"]
    yield _at_most("page of an entity, not seen before, median", page["p50"], 5, "ms")
    for kind, bound in (("cached page", 0.5), ("unchanged page", 0.8)):
        part = _part(serving[kind], BARE, "8")
        yield _at_least(f"{kind}, against the bare server", part, bound)
    if NGINX in serving["dump"]:
        part = _part(serving["dump"], NGINX, "8", figure="bytes_rate")
        yield _at_least("download of the dump, against nginx", part, 0.9)


def _part(
    systems: dict[str, dict[str, dict[str, float]]],
    other: str,
    clients: str,
    *,
    figure: str = "rate",
) -> float:
    return systems[NAME][clients][figure] / systems[other][clients][figure]


def _publishing(results: Results) -> Iterator[Goal]:
    figures = results.get("publishing")
    if figures is None:
        return
    least = figures["load"]["seconds"] + figures["validate"]["seconds"]
    times = figures["cold"]["seconds"] / least
    yield _at_most("publishing, against parsing, loading and validating alone", times, 1.5, "times")
    yield _at_most("memory of publishing", figures["cold"]["memory"] / _GIB, 2, "GiB")
    many = "" if results["sources"] >= _MANY_SOURCES else f" (here {results['sources']:,})"
    work = f"publishing after a change in one of 5,000 sources{many}"
    yield _at_most(work, figures["changed"]["seconds"], 5, "s")


def _process(results: Results) -> Iterator[Goal]:
    yield _at_most("start of the server to its first answer", results["start"]["seconds"], 1, "s")
    times = results["memory"]["idle"][NAME] / results["engine"]["memory"]
    yield _at_most("memory of the idle server, against one store", times, 1.3, "times")
