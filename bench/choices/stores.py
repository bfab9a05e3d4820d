"""The eight queries in process: on disk, in memory, in columns."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Final

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from bench.generation.turtle import BASE
from bench.workload.queries import Query
from govkg.graph.columns.answering import Columns
from govkg.graph.dumps import open_dump
from govkg.graph.store import open_store
from govkg.release.layout import Layout

_SECONDS: Final = 2.0
"""Of each query in each store, once the first round is over."""
_ROUNDS: Final = 9


@dataclass(frozen=True, slots=True)
class Timing:
    """Median milliseconds of a query, by the kind of store; columns do not answer every query."""

    query: str
    disk: float
    memory: float
    columns: float | None


def measure_stores(layout: Layout, queries: tuple[Query, ...]) -> list[Timing]:
    """Ask *queries* of one release, each read and written to the end."""
    disk, memory, columns = open_store(layout.store), Store(), Columns(layout.columns)
    with open_dump(layout.merge) as merge:
        memory.bulk_load(merge, RdfFormat.N_TRIPLES)

    def scanned(text: str) -> bool:
        pieces = columns.select(text, BASE)
        return pieces is not None and bool(b"".join(pieces))

    return [
        Timing(
            query.question,
            _time(lambda text: _asked(disk, text), query.text),
            _time(lambda text: _asked(memory, text), query.text),
            _time(scanned, query.text) if scanned(query.text) else None,
        )
        for query in queries
    ]


def _asked(store: Store, text: str) -> object:
    results = store.query(text)
    if isinstance(results, QueryTriples):
        return serialize(results, format=RdfFormat.TURTLE)
    return results.serialize(format=QueryResultsFormat.JSON)


def _time(ask: Callable[[str], object], text: str) -> float:
    ask(text)
    taken: list[float] = []
    while len(taken) < _ROUNDS and sum(taken) < _SECONDS:
        begin = time.perf_counter()
        ask(text)
        taken.append(time.perf_counter() - begin)
    return median(taken) * 1000
