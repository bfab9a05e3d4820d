"""How long one client waits: every system by turns, each asked one query after the other."""

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from http import HTTPStatus
from itertools import product
from statistics import median, quantiles
from typing import Final
from urllib.parse import urlencode

from bench.measuring.load import Load, apply_load
from bench.peers.ours import OURS
from bench.peers.processes import PeerError
from bench.peers.systems import LONGEST, Endpoint
from bench.peers.wire import Connection
from bench.workload.queries import Query

ROWS: Final = "application/sparql-results+json"
TRIPLES: Final = "text/turtle"
_ENOUGH: Final = 4.0
"""Seconds of answers after which a system is not asked the same again, if it was asked..."""
_LEAST: Final = 3
"""...as many times as this; or after three times these seconds, however often it was asked."""

_TEXTS: Final = 10_000
"""Texts of one query: more than are answered in a second."""

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
    """Ask each system by turns all queries, up to *rounds* times, the slow ones less often.

    Give seconds, and the last answers; what a system gave up on took it `LONGEST`. Of the systems
    only ours remembers answers: it is asked a text of its own each time, so that each answer is
    found anew, the first like all others.
    """
    timings: Timings = {query.name: {name: [] for name in endpoints} for query in queries}
    answers: Answers = {query.name: {} for query in queries}
    for serial, (name, endpoint), query in product(range(rounds), endpoints.items(), queries):
        taken = timings[query.name][name]
        if sum(taken) > (_ENOUGH if len(taken) >= _LEAST else 3 * _ENOUGH):
            continue
        text = fresh(query.text, serial) if name in OURS else query.text
        answer, seconds = _time(endpoint, text, accept(query))
        taken.append(seconds)
        if answer is not None:
            answers[query.name][name] = answer
    return timings, answers


def _time(endpoint: Endpoint, text: str, form: str) -> tuple[bytes | None, float]:
    """Ask once; no answer, where the system gave up.

    Raises:
        PeerError: it refused to answer for any other reason.
    """
    with Connection(endpoint.port) as connection:
        connection.connect()
        begin = time.perf_counter()
        try:
            answer = connection.ask(endpoint.path, text, form)
        except PeerError:
            if time.perf_counter() - begin < LONGEST:
                raise
            return None, LONGEST
        return answer, min(time.perf_counter() - begin, LONGEST)


def time_alone(endpoint: Endpoint, query: Query) -> dict[str, float]:
    """Ask one query in a row, in a text of its own each time: milliseconds, as wrk has them."""
    texts = (fresh(query.text, -serial) for serial in range(_TEXTS))
    paths = [f"{endpoint.path}?{urlencode({'query': text})}" for text in texts]
    load = Load(endpoint.port, paths, {"Accept": accept(query)})
    found = apply_load(load, clients=1, seconds=1)
    return {"median": found.p50, "p95": found.p95}


def time_repeated(endpoint: Endpoint, queries: Sequence[Query], rounds: int) -> dict[str, Seconds]:
    """Ask each query *rounds* times in the same words on one connection."""
    with Connection(endpoint.port) as connection:
        return {
            query.name: _time_each(
                rounds, partial(connection.ask, endpoint.path, query.text, accept(query))
            )
            for query in queries
        }


def time_confirmed(endpoint: Endpoint, queries: Sequence[Query], rounds: int) -> dict[str, Seconds]:
    """Ask each query *rounds* times as a cache does that has the answer: is it still the one?

    Raises:
        PeerError: it is told another way than by a 304 (RFC 9110, section 15.4.5).
    """
    with Connection(endpoint.port) as connection:
        return {
            query.name: _time_each(rounds, _confirming(connection, endpoint, query))
            for query in queries
        }


def _confirming(connection: Connection, endpoint: Endpoint, query: Query) -> Callable[[], None]:
    path = f"{endpoint.path}?{urlencode({'query': query.text})}"
    headers = {"Accept": accept(query)}
    first = connection.get(path, headers)
    known = headers | {"If-None-Match": first.headers.get("etag", "")}

    def confirm() -> None:
        reply = connection.get(path, known)
        if reply.status != HTTPStatus.NOT_MODIFIED:
            raise PeerError(f"status {reply.status} for an answer that is known")

    return confirm


def _time_each(rounds: int, ask: Callable[[], object]) -> Seconds:
    """Ask once, so that the answer is known, and then *rounds* times."""
    ask()
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - begin)
    return taken


def summary(seconds: Seconds) -> dict[str, float]:
    """Give first, median and 95th percentile in milliseconds, and how often was measured.

    >>> summary([0.003, 0.001, 0.002])
    {'first': 3.0, 'median': 2.0, 'p95': 2.9, 'number': 3}
    """
    # No percentile lies above what was measured.
    top = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    times = {"first": seconds[0], "median": median(seconds), "p95": top}
    return {name: round(taken * 1000, 6) for name, taken in times.items()} | {
        "number": len(seconds)
    }
