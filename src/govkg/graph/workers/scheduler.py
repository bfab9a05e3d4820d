"""Decide whose query runs next, so that nobody's heavy queries stand in the way of light ones.

- A query that has run for 100 ms is *long*; it loses its priority.
- One place is never left to long queries: when one turns long and the others are taken by long
  ones already, or its client has another, it is stopped and waits for its turn among them.
- A client that has used a second of processor time within a minute is *heavy*: its queries wait
  with the long ones from the start. So a client has at most one long query.
- Whoever cannot even wait is told so at once.
"""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import anyio

from govkg.errors import BusyError

LONG_SECONDS: Final = 0.1
HEAVY_SECONDS: Final = 1.0
_MEMORY_SECONDS: Final = 60.0
_WAITING: Final = 64
_WAITING_PER_CLIENT: Final = 8

Clock = Callable[[], float]


@dataclass(eq=False, slots=True)
class Job:
    """One query of one *client* that waits or runs."""

    client: str
    restricted: bool
    admitted: anyio.Event = field(default_factory=anyio.Event)
    long: bool = False


class Usage:
    """How many seconds of a processor's time each client has used of late."""

    def __init__(self, clock: Clock) -> None:
        """Tell the time by *clock*."""
        self._clock = clock
        self._used: dict[str, deque[tuple[float, float]]] = defaultdict(deque)
        self._totals: dict[str, float] = defaultdict(float)

    def add(self, client: str, seconds: float) -> None:
        """Remember that *client* has just used *seconds*."""
        self._used[client].append((self._clock(), seconds))
        self._totals[client] += seconds

    def heavy(self, client: str) -> bool:
        """Say whether *client* has used a second within the last minute."""
        self._forget()
        return self._totals.get(client, 0.0) >= HEAVY_SECONDS

    def _forget(self) -> None:
        horizon = self._clock() - _MEMORY_SECONDS
        for client in [name for name, uses in self._used.items() if uses[-1][0] < horizon]:
            del self._used[client], self._totals[client]
        for client, uses in self._used.items():
            while uses[0][0] < horizon:
                self._totals[client] -= uses.popleft()[1]


class Scheduler:
    """The places of a bounded number of workers, and the queue for them."""

    def __init__(self, places: int, *, clock: Clock = time.monotonic) -> None:
        """Have *places* for queries that run, one of them never for long ones."""
        self._places = places
        self._running: set[Job] = set()
        self._waiting: deque[Job] = deque()
        self._usage = Usage(clock)

    @contextmanager
    def enter(self, client: str) -> Iterator[Job]:
        """Put a query of *client* in the queue, and take it out again at the end.

        Raises:
            BusyError: the queue is full.
        """
        mine = sum(job.client == client for job in self._waiting)
        if len(self._waiting) >= _WAITING or mine >= _WAITING_PER_CLIENT:
            raise BusyError("Too many queries are waiting. Try again in a moment.")
        job = Job(client, restricted=self._usage.heavy(client))
        self._waiting.append(job)
        self._admit()
        try:
            yield job
        finally:
            self._leave(job)

    def turned_long(self, job: Job) -> bool:
        """Say whether a running job that has just turned long may stay; if not, it waits again."""
        others = [other for other in self._running if other is not job]
        restricted = sum(other.restricted or other.long for other in others)
        twice = any(other.long and other.client == job.client for other in others)
        if not job.restricted and (restricted >= self._places - 1 or twice):
            self._running.discard(job)
            job.restricted = True
            job.admitted = anyio.Event()
            self._waiting.append(job)
            self._admit()
            return False
        job.long = True
        return True

    def used(self, job: Job, seconds: float) -> None:
        """Account *seconds* of processor time to the client of *job*."""
        self._usage.add(job.client, seconds)

    def _leave(self, job: Job) -> None:
        self._running.discard(job)
        if job in self._waiting:
            self._waiting.remove(job)
        self._admit()

    def _admit(self) -> None:
        for job in list(self._waiting):
            if len(self._running) >= self._places:
                return
            if self._may_run(job):
                self._waiting.remove(job)
                self._running.add(job)
                job.admitted.set()

    def _may_run(self, job: Job) -> bool:
        if not job.restricted:
            return True
        restricted = [other for other in self._running if other.restricted or other.long]
        return len(restricted) < self._places - 1 and all(
            other.client != job.client for other in restricted
        )
