"""What a server measures, in the form that Prometheus reads."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any, Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from govkg.memory import BoundedMemory
from govkg.release.manifest import Manifest
from govkg.web.operating.counts import BUCKETS, Counts, Exchange
from govkg.web.processes.place import Place

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

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


class Measures:
    """The measures of a server. Counted from the event loop alone, so by plain numbers.

    The library's own counters take a lock each time, which took a page from memory as long as all
    the rest.
    """

    def __init__(self, memories: Mapping[str, BoundedMemory[Any]], place: Place | None) -> None:
        """Look at *memories*, by name, too; go on from what was counted in *place* before."""
        self._memories = memories
        self._place = place
        self._counts = place.page.read() if place else Counts()
        kept = self._counts.memories
        self._before = {name: (kept[name].hits, kept[name].misses) for name in memories}

    def count(self, exchange: Exchange) -> None:
        """Count one request."""
        self._counts.routes[exchange.route].count(exchange)

    def note(self) -> None:
        """Let the other processes see what was counted so far."""
        if self._place:
            self._place.page.write(self._counted())

    def write(self, manifest: Manifest | None, replaced: int) -> bytes:
        """Write what all processes counted in the text format of Prometheus.

        Of the release that is served there is its *manifest*; *replaced* is the number of workers.
        """
        self.note()
        counts = self._place.ledger.total() if self._place else self._counted()
        registry = CollectorRegistry()
        registry.register(_Written(counts, manifest, replaced))
        return generate_latest(registry)

    def _counted(self) -> Counts:
        for name, memory in self._memories.items():
            kept = self._counts.memories[name]
            hits, misses = self._before[name]
            kept.hits, kept.misses = hits + memory.hits, misses + memory.misses
            kept.size = memory.size
        return self._counts


class _Written(Collector):
    """A metric for each thing that is counted."""

    def __init__(self, counts: Counts, manifest: Manifest | None, replaced: int) -> None:
        self._counts = counts
        self._manifest = manifest
        self._replaced = replaced

    def collect(self) -> Iterator[Metric]:
        yield from self._requests()
        yield from self._standing()
        yield from self._kept()

    def _requests(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "govkg_requests", "Requests answered", labels=("method", "route", "status")
        )
        seconds = HistogramMetricFamily(
            "govkg_request_seconds", "Seconds to the last byte", labels=("route",)
        )
        size = CounterMetricFamily("govkg_response_bytes", "Bytes of bodies", labels=("route",))
        outcomes: Counter[str] = Counter()
        for name, route in self._counts.routes.items():
            for (method, status), number in route.answers.items():
                requests.add_metric((method, name, str(status)), number)
                if _answers_queries(name):
                    outcomes[_OUTCOMES.get(status, "other")] += number
            ends = (*map(str, map(float, BUCKETS)), "+Inf")
            reached = accumulate(route.times)
            seconds.add_metric((name,), list(zip(ends, reached, strict=True)), route.seconds)
            size.add_metric((name,), route.size)
        queries = CounterMetricFamily(
            "govkg_queries", "Queries by what became of them", labels=("outcome",)
        )
        for outcome, number in outcomes.items():
            queries.add_metric((outcome,), number)
        yield from (requests, seconds, size, queries)

    def _standing(self) -> Iterator[Metric]:
        triples = GaugeMetricFamily(
            "govkg_release_triples", "Triples of the release that is served", labels=("release",)
        )
        if self._manifest is not None:
            triples.add_metric((self._manifest.id,), self._manifest.triples)
        yield triples
        yield CounterMetricFamily(
            "govkg_workers_replaced",
            "Workers that were ended: stopped, grown large, or of an earlier release",
            value=self._replaced,
        )

    def _kept(self) -> Iterator[Metric]:
        memories = self._counts.memories.items()
        for name, words in (("hits", "found"), ("misses", "not found")):
            family = CounterMetricFamily(
                f"govkg_memory_{name}", f"What was {words} in memory", labels=("memory",)
            )
            for label, kept in memories:
                family.add_metric((label,), getattr(kept, name))
            yield family
        size = GaugeMetricFamily("govkg_memory_bytes", "Bytes kept in memory", labels=("memory",))
        for label, kept in memories:
            size.add_metric((label,), kept.size)
        yield size


def _answers_queries(route: str) -> bool:
    return route.endswith("/sparql") or "/queries/{" in route
