"""The process that has the workers which web processes ask."""

import signal
import socket

import anyio

from govkg.graph.workers.sharing import Errand, share
from govkg.settings import Settings
from govkg.web.app import own_workers
from govkg.web.processes.limits import COUNTING, count_for_all


def hold_workers(settings: Settings, door: socket.socket) -> None:
    """Have workers, and let who has the other end of *door* ask them, until nobody has it."""
    # Who stops the server means the web processes; what these have begun needs workers.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    anyio.run(_hold, settings, door, backend_options={"use_uvloop": True})


async def _hold(settings: Settings, door: socket.socket) -> None:
    errands: dict[str, Errand] = {}
    if settings.rate_limit is not None:
        errands[COUNTING] = count_for_all(settings.rate_limit)
    async with own_workers(settings) as workers:
        await share(workers, door, errands)
