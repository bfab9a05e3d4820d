"""What a server counts: plain numbers, which can be handed to another process and added up."""

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from govkg.web.responses.headers import METHODS

BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Seconds up to which requests are told apart."""
_METHODS: Final = frozenset(METHODS.split(", "))


class Exchange(NamedTuple):
    """A request that was answered: *seconds* to its last byte, *size* in bytes of the body.

    *route* is the pattern of the path that took it.
    """

    method: str
    route: str
    status: int
    seconds: float
    size: int


@dataclass(slots=True)
class Route:
    """What was asked of one route: how often by method and status, for how long, for how much."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    times: list[int] = field(default_factory=lambda: [0] * (len(BUCKETS) + 1))
    seconds: float = 0.0
    size: int = 0

    def count(self, exchange: Exchange) -> None:
        """Count one request."""
        method = exchange.method if exchange.method in _METHODS else "other"
        self.answers[method, exchange.status] += 1
        self.times[bisect_left(BUCKETS, exchange.seconds)] += 1
        self.seconds += exchange.seconds
        self.size += exchange.size

    def add(self, other: "Route") -> None:
        """Add what was asked of the same route elsewhere."""
        self.answers.update(other.answers)
        self.times = [mine + more for mine, more in zip(self.times, other.times, strict=True)]
        self.seconds += other.seconds
        self.size += other.size


@dataclass(slots=True)
class Kept:
    """What became of a memory: how often something was found there, and its bytes now."""

    hits: int = 0
    misses: int = 0
    size: int = 0


@dataclass(slots=True)
class Counts:
    """Routes by their pattern, memories by their name."""

    routes: defaultdict[str, Route] = field(default_factory=lambda: defaultdict(Route))
    memories: defaultdict[str, Kept] = field(default_factory=lambda: defaultdict(Kept))

    def add(self, other: "Counts") -> None:
        """Add what was counted elsewhere."""
        for name, route in other.routes.items():
            self.routes[name].add(route)
        for name, more in other.memories.items():
            kept = self.memories[name]
            kept.hits += more.hits
            kept.misses += more.misses
            kept.size += more.size
