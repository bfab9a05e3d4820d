"""How long one client waits: every query, every system, by turns."""

import time
from collections.abc import Mapping, Sequence
from itertools import product
from statistics import median, quantiles
from typing import Final

from bench.peers.ours import NAME
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection
from bench.workload.queries import Query

ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "text/turtle"
_PATIENCE: Final = 8.0
"""Seconds past which a system is not asked the same again."""

Seconds = list[float]
Answers = dict[str, dict[str, bytes]]
Timings = dict[str, dict[str, Seconds]]


def accept(query: Query) -> str:
    """Name the format that *query* is asked in."""
    return TRIPLES if query.is_graph else ROWS


def fresh(query: str, serial: int) -> str:
    """Make *query* another text with the same meaning: none that was answered before."""
    return f"{query}\n# {serial}"


def time_queries(
    endpoints: Mapping[str, Endpoint], queries: Sequence[Query], rounds: int
) -> tuple[Timings, Answers]:
    """Ask each query of each system by turns, *rounds* times; give seconds, and the last answers.

    Of the systems only ours remembers answers: it is asked a text of its own each time.
    """
    timings: Timings = {query.name: {name: [] for name in endpoints} for query in queries}
    answers: Answers = {query.name: {} for query in queries}
    for serial, query, (name, endpoint) in product(range(rounds), queries, endpoints.items()):
        taken = timings[query.name][name]
        if sum(taken) > _PATIENCE:
            continue
        text = fresh(query.text, serial) if name == NAME else query.text
        with Connection(endpoint.port) as connection:
            connection.connect()
            begin = time.perf_counter()
            answers[query.name][name] = connection.ask(endpoint.path, text, accept(query))
            taken.append(time.perf_counter() - begin)
    return timings, answers


def time_repeated(endpoint: Endpoint, queries: Sequence[Query], rounds: int) -> dict[str, Seconds]:
    """Ask each query *rounds* times in the same words on one connection."""
    taken: dict[str, Seconds] = {}
    with Connection(endpoint.port) as connection:
        for query in queries:
            connection.ask(endpoint.path, query.text, accept(query))
            taken[query.name] = []
            for _ in range(rounds):
                begin = time.perf_counter()
                connection.ask(endpoint.path, query.text, accept(query))
                taken[query.name].append(time.perf_counter() - begin)
    return taken


def summary(seconds: Seconds) -> dict[str, float]:
    """Give median and 95th percentile in milliseconds, and how often was measured."""
    top = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return {"median": median(seconds) * 1000, "p95": top * 1000, "number": len(seconds)}
