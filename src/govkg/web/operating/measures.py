"""What a server measures, in the form that Prometheus reads."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, Final, NamedTuple

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from govkg.errors import ReleaseError
from govkg.graph.workers.answering import Workers
from govkg.web.responses.headers import METHODS
from govkg.web.responses.memory import BoundedMemory
from govkg.web.served import Releases

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS: Final = frozenset(METHODS.split(", "))
_OUTCOMES: Final = {
    200: "answered",
    304: "known",
    400: "malformed",
    403: "refused",
    499: "left",
    500: "broken",
    503: "busy",
    504: "timeout",
    507: "too-large",
}
"""What became of a query, by the status of its answer."""


class Exchange(NamedTuple):
    """A request that was answered: *seconds* to its last byte, *size* in bytes of the body.

    *route* is the pattern of the path that took it.
    """

    method: str
    route: str
    status: int
    seconds: float
    size: int


class _Route:
    """What was asked of one route: how often by method and status, for how long, for how much."""

    __slots__ = ("answers", "seconds", "size", "times")

    def __init__(self) -> None:
        self.answers: Counter[tuple[str, int]] = Counter()
        self.times = [0] * (len(_BUCKETS) + 1)
        self.seconds = 0.0
        self.size = 0


class Measures(Collector):
    """The measures of one server. Counted from the event loop alone, so by plain numbers.

    The library's own counters take a lock each time, which took a page from memory as long as all
    the rest.
    """

    def __init__(self) -> None:
        """Begin at zero."""
        self._routes: defaultdict[str, _Route] = defaultdict(_Route)
        self._registry = CollectorRegistry()
        self._registry.register(self)

    def watch(self, collector: Collector) -> None:
        """Ask *collector*, too, whenever the measures are read."""
        self._registry.register(collector)

    def count(self, exchange: Exchange) -> None:
        """Count one request."""
        route = self._routes[exchange.route]
        method = exchange.method if exchange.method in _METHODS else "other"
        route.answers[method, exchange.status] += 1
        route.times[bisect_left(_BUCKETS, exchange.seconds)] += 1
        route.seconds += exchange.seconds
        route.size += exchange.size

    def write(self) -> bytes:
        """Write all in the text format of Prometheus."""
        return generate_latest(self._registry)

    def collect(self) -> Iterator[Metric]:
        """Give a metric for each thing that is counted."""
        requests = CounterMetricFamily(
            "govkg_requests", "Requests answered", labels=("method", "route", "status")
        )
        seconds = HistogramMetricFamily(
            "govkg_request_seconds", "Seconds to the last byte", labels=("route",)
        )
        size = CounterMetricFamily("govkg_response_bytes", "Bytes of bodies", labels=("route",))
        outcomes: Counter[str] = Counter()
        for name, route in self._routes.items():
            for (method, status), number in route.answers.items():
                requests.add_metric((method, name, str(status)), number)
                if _answers_queries(name):
                    outcomes[_OUTCOMES.get(status, "other")] += number
            ends = (*map(str, map(float, _BUCKETS)), "+Inf")
            reached = accumulate(route.times)
            seconds.add_metric((name,), list(zip(ends, reached, strict=True)), route.seconds)
            size.add_metric((name,), route.size)
        queries = CounterMetricFamily(
            "govkg_queries", "Queries by what became of them", labels=("outcome",)
        )
        for outcome, number in outcomes.items():
            queries.add_metric((outcome,), number)
        yield from (requests, seconds, size, queries)


def _answers_queries(route: str) -> bool:
    return route.endswith("/sparql") or "/queries/{" in route


class Standing(Collector):
    """How things stand, asked whenever somebody looks: release, workers, memories."""

    def __init__(
        self, releases: Releases, workers: Workers, memories: Mapping[str, BoundedMemory[Any]]
    ) -> None:
        """Look at these; *memories* are by name."""
        self._releases = releases
        self._workers = workers
        self._memories = memories

    def collect(self) -> Iterator[Metric]:
        """Give a metric for each."""
        triples = GaugeMetricFamily(
            "govkg_release_triples", "Triples of the release that is served", labels=("release",)
        )
        try:
            release = self._releases.active()
            triples.add_metric((release.id,), release.manifest.triples)
        except ReleaseError:
            pass
        yield triples
        yield CounterMetricFamily(
            "govkg_workers_replaced",
            "Workers that were ended: stopped, grown large, or of an earlier release",
            value=self._workers.replaced,
        )
        for name, words in (("hits", "found"), ("misses", "not found")):
            family = CounterMetricFamily(
                f"govkg_memory_{name}", f"What was {words} in memory", labels=("memory",)
            )
            for label, memory in self._memories.items():
                family.add_metric((label,), getattr(memory, name))
            yield family
        size = GaugeMetricFamily("govkg_memory_bytes", "Bytes kept in memory", labels=("memory",))
        for label, memory in self._memories.items():
            size.add_metric((label,), memory.size)
        yield size
