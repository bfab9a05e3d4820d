"""How a server starts: until its first answer, and whether it pauses while it reads the rest."""

import time
from threading import Event, Thread
from typing import Final

from bench.peers.ours import Started
from bench.peers.processes import settle
from bench.peers.wire import Connection

_PAUSE: Final = 0.05


def watch_start(started: Started, path: str) -> dict[str, float]:
    """Ask for *path* until the server has nothing more to do.

    Give the seconds until the first answer, those until it had *settled*, and the *longest* that
    somebody waited for an answer meanwhile.
    """
    waits, over = [0.0], Event()
    thread = Thread(target=_ask, args=(started.endpoint.port, path, waits, over))
    thread.start()
    try:
        settled = settle(started.endpoint.pid)
    finally:
        over.set()
        thread.join()
    return {"seconds": started.seconds, "settled": settled, "longest": max(waits)}


def _ask(port: int, path: str, waits: list[float], over: Event) -> None:
    while not over.wait(_PAUSE):
        with Connection(port) as connection:
            begin = time.perf_counter()
            connection.get(path)
            waits.append(time.perf_counter() - begin)
