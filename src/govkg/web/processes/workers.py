"""The process that has the workers which web processes ask."""

import signal
import socket
from contextlib import closing

import anyio

from govkg.graph.workers.sharing.desk import share
from govkg.settings import Settings
from govkg.web.app import own_workers
from govkg.web.pages.charts.drawer import OwnDrawer
from govkg.web.processes.errands import COUNTING, DRAWING, counting, drawing


def hold_workers(settings: Settings, door: socket.socket) -> None:
    """Have workers, and let who has the other end of *door* ask them, until nobody has it."""
    # Who stops the server means the web processes; what these have begun needs workers.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    anyio.run(_hold, settings, door, backend_options={"use_uvloop": True})


async def _hold(settings: Settings, door: socket.socket) -> None:
    with closing(OwnDrawer()) as drawer:
        errands = {DRAWING: drawing(drawer)}
        if settings.rate_limit is not None:
            errands[COUNTING] = counting(settings.rate_limit)
        async with own_workers(settings) as workers:
            await share(workers, door, errands)
