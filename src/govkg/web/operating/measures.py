"""What a server measures, in the form that Prometheus reads."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from govkg.errors import ReleaseError
from govkg.graph.workers.answering import Workers
from govkg.web.responses.headers import METHODS
from govkg.web.responses.memory import BoundedMemory
from govkg.web.served import Releases

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_KEPT: Final = 1024
_METHODS: Final = frozenset(METHODS.split(", "))
_OUTCOMES: Final = {
    200: "answered",
    304: "known",
    400: "malformed",
    403: "refused",
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

    @property
    def is_query(self) -> bool:
        """Whether it was for the evaluation of a query."""
        return self.route.endswith("/sparql") or "/queries/{" in self.route


class Measures:
    """The measures of one server."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "govkg_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "govkg_request_seconds",
            "Seconds to the last byte",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self._bytes = Counter(
            "govkg_response_bytes", "Bytes of bodies", ("route",), registry=self._registry
        )
        self._queries = Counter(
            "govkg_queries",
            "Queries by what became of them",
            ("outcome",),
            registry=self._registry,
        )

        # Looking a label up takes longer than counting.
        self._counter = lru_cache(_KEPT)(self._find_counter)
        self._totals = lru_cache(_KEPT)(self._find_totals)

    def watch(self, collector: Collector) -> None:
        """Ask *collector*, too, whenever the measures are read."""
        self._registry.register(collector)

    def count(self, exchange: Exchange) -> None:
        """Count one request."""
        self._counter(exchange.method, exchange.route, exchange.status).inc()
        seconds, size = self._totals(exchange.route)
        seconds.observe(exchange.seconds)
        size.inc(exchange.size)
        if exchange.is_query:
            self._queries.labels(_OUTCOMES.get(exchange.status, "other")).inc()

    def _find_counter(self, method: str, route: str, status: int) -> Counter:
        known = method if method in _METHODS else "other"
        return self._requests.labels(known, route, str(status))

    def _find_totals(self, route: str) -> tuple[Histogram, Counter]:
        return self._seconds.labels(route), self._bytes.labels(route)

    def write(self) -> bytes:
        """Write all in the text format of Prometheus."""
        return generate_latest(self._registry)


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
