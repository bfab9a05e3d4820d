"""What was aimed at, and what came of it. A goal is a ratio in one run wherever it can be one."""

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import geometric_mean
from typing import Final

from bench.measuring.serving import BARE, NGINX
from bench.peers.ours import BEFORE, NAME, TWO
from bench.report.growth import FLAT
from bench.report.results import Results
from bench.report.runs import speed

AIMED_AT: Final = 100_000
"""The goals are for projects of this many commitments, and larger ones."""
_GIB: Final = 2**30
_MANY_SOURCES: Final = 5_000


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: what it is called, what is measured, what was aimed at, what came of it."""

    key: str
    work: str
    aim: str
    figure: str
    is_met: bool


def judge(results: Results, smaller: Results | None = None) -> list[Goal]:
    """Judge one size of project, in all that was measured of it, and beside a *smaller* one."""
    parts = (_queries, _documents, _pages, _publishing, _process)
    growing = _growth(results, smaller) if smaller else ()
    return [*(goal for part in parts for goal in part(results)), *growing]


def _at_least(key: str, work: str, figure: float, bound: float) -> Goal:
    return Goal(key, work, f"at least {bound:g} times", f"{figure:,.2f} times", figure >= bound)


def _at_most(key: str, work: str, figure: float, bound: str) -> Goal:
    most, unit = bound.split()
    return Goal(key, work, f"at most {bound}", f"{figure:,.2f} {unit}", figure <= float(most))


def ratios(results: Results, system: str, ours: str = NAME) -> list[float]:
    """Give, for each query that both answered, how many times faster than *system* *ours* is."""
    return [
        systems[system]["median"] / systems[ours]["median"]
        for query in results["queries"].values()
        for systems in [query["systems"]]
        if system in systems and ours in systems
    ]


def _queries(results: Results) -> Iterator[Goal]:
    queries = results["queries"].values()
    for key, name, bound in (("oxigraph", "oxigraph serve", 8), ("virtuoso", "Virtuoso", 1)):
        if faster := ratios(results, name):
            work = f"eight queries, geometric mean, against {name}"
            yield _at_least(key, work, geometric_mean(faster), bound)
    worst = [
        query["systems"][NAME]["median"] / min(others)
        for query in queries
        if (others := [c["median"] for n, c in query["systems"].items() if n not in {NAME, BEFORE}])
    ]
    if worst:
        yield _at_most(
            "worst", "the worst query, against the best peer for it", max(worst), "2 times"
        )
    again = max(
        min(query[how]["median"] for how in ("repeated", "confirmed") if how in query)
        for query in queries
    )
    yield _at_most("repeated", "a query asked again, whole or by a 304", again, "1 ms")
    added = results["alone"]["median"] - results["engine"]["median"]
    yield _at_most("overhead", "what the endpoint adds to the engine in process", added, "0.7 ms")
    if faster := ratios(results, "Virtuoso", BEFORE):
        work = "queries in front of Virtuoso, against Virtuoso asked directly"
        yield _at_most("before", work, 1 / geometric_mean(faster), "1.2 times")


def _documents(results: Results) -> Iterator[Goal]:
    for key, kind, words, bound in (
        ("documents", "document ttl", "Turtle of an entity, found anew", 20),
        ("cached-documents", "cached document", "Turtle of an entity, cached", 60),
    ):
        systems = results["serving"][kind]
        # With its store, Trifid is two processes, too.
        ours = TWO if TWO in systems else NAME
        if "Trifid" in systems:
            part = _part(systems, "Trifid", ours=ours)
            yield _at_least(key, f"{words}, against Trifid", part, bound)


def _pages(results: Results) -> Iterator[Goal]:
    serving = results["serving"]
    page = serving["document en.html"][NAME]["1"]["p50"]
    yield _at_most("page", "page of an entity, made anew, median", page, "5 ms")
    for key, kind, bound in (("cached", "cached page", 0.5), ("unchanged", "unchanged page", 0.8)):
        yield _at_least(key, f"{kind}, against the bare server", _part(serving[kind], BARE), bound)
    if NGINX in serving["dump"]:
        part = _part(serving["dump"], NGINX, figure="bytes_rate")
        yield _at_least("dump", "download of the dump, against nginx", part, 0.9)


def _part(
    systems: dict[str, dict[str, dict[str, float]]],
    other: str,
    *,
    figure: str = "rate",
    ours: str = NAME,
) -> float:
    """Compare us with another system at eight clients."""
    return systems[ours]["8"][figure] / systems[other]["8"][figure]


def _publishing(results: Results) -> Iterator[Goal]:
    figures = results["publishing"]
    if "baseline" not in figures:  # too large to be published three times
        return
    times = figures["cold"]["seconds"] / sum(figures["baseline"].values())
    work = "publishing, against parsing, loading and validating alone"
    yield _at_most("publish", work, times, "1.5 times")
    memory = figures["cold"]["memory"] / _GIB
    yield _at_most("publish-memory", "memory of publishing", memory, "2 GiB")
    many = "" if results["sources"] >= _MANY_SOURCES else f" (here {results['sources']:,})"
    work = f"publishing after a change in one of 5,000 sources{many}"
    yield _at_most("publish-change", work, figures["changed"]["seconds"], "5 s")


def _process(results: Results) -> Iterator[Goal]:
    start, store = results["start"], results["engine"]["memory"]
    yield _at_most("start", "start of the server to its first answer", start["seconds"], "1 s")
    work = "the longest wait while the rest is read"
    yield _at_most("pause", work, start["longest"], "0.25 s")
    idle = results["memory"]["idle"][NAME]
    yield _at_most(
        "memory", "memory of the idle server, against one store", idle / store, "1.3 times"
    )
    scanning = results["scanning"]
    more = (scanning["peak"] - scanning["before"]) / scanning["worked"]
    work = "memory for each worker that scans, against one store"
    yield _at_most("memory-scanning", work, more / store, "0.9 times")


def _growth(results: Results, smaller: Results) -> Iterator[Goal]:
    """Compare what must stay flat, in answers of the bare server: machines change between runs."""
    for panel, kinds in FLAT.items():
        times = max(_cost(results, kind) / _cost(smaller, kind) for kind in kinds)
        work = f"{panel[0].lower()}{panel[1:]}: the worst, against {smaller['commitments']:,}"
        yield _at_most(f"flat-{panel.split(',')[0].lower()}", work, times, "1.2 times")


def _cost(results: Results, kind: str) -> float:
    return float(results["serving"][kind][NAME]["1"]["p50"]) * speed(results)
