"""What one process does for all web processes, beside having the workers: count, and draw."""

import time
from collections.abc import Mapping
from typing import Any, Final

import anyio.to_thread

from govkg.errors import QueryBrokenError
from govkg.graph.workers.sharing.asking import SharedWorkers
from govkg.graph.workers.sharing.desk import Errand
from govkg.web.catalogue.limiting import Hear, Limiter, Verdict
from govkg.web.pages.charts.drawer import Drawer

COUNTING: Final = "count a request"
DRAWING: Final = "draw a chart"
_PATIENCE: Final = 15.0
"""Seconds to wait for a picture: some more than who draws waits himself."""


def counting(limit: str) -> Errand:
    """Count requests of clients."""
    limiter = Limiter(limit)

    async def count(client: str) -> Mapping[str, Any]:
        return limiter.count(client)._asdict()

    return count


def counted_elsewhere(workers: SharedWorkers) -> Hear:
    """Have requests counted by that errand. While nobody counts, all are allowed."""

    async def hear(client: str) -> Verdict:
        try:
            return Verdict(**await workers.run_errand(COUNTING, client))
        except QueryBrokenError:
            return Verdict(allowed=True, remaining=0, reset=time.time())

    return hear


def drawing(drawer: Drawer) -> Errand:
    """Have *drawer* draw specifications."""

    def draw(specification: str) -> str | None:
        try:
            return drawer.draw(specification)
        except (OSError, ValueError):
            return None

    async def run(specification: str) -> Mapping[str, Any]:
        drawn = await anyio.to_thread.run_sync(draw, specification, abandon_on_cancel=True)
        return {"drawn": drawn}

    return run


class SharedDrawer(Drawer):
    """Has charts drawn by that errand; asked from threads, as pages are made in them."""

    def __init__(self, workers: SharedWorkers) -> None:
        """Ask the process that has *workers*."""
        self._workers = workers
        self._closed = False

    def draw(self, specification: str) -> str:
        """Draw a *specification*, as `Drawer` says."""
        if self._closed:
            raise OSError("closed")
        told = self._workers.wait_for_errand(DRAWING, specification, _PATIENCE)
        drawn: str | None = told["drawn"]
        if drawn is None:
            raise ValueError("nothing was drawn")
        return drawn

    def close(self) -> None:
        """Ask no more."""
        self._closed = True
