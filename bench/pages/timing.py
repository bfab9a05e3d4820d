"""Ask a server for each page once, so that nothing of it was made before."""

import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import Final

from bench.pages.addresses import NOWHERE, addresses
from bench.peers.ours import serve
from bench.peers.processes import PeerError, settle
from bench.peers.wire import Connection

_ACCEPT: Final = {"Accept": "text/html"}
_OK: Final = 200
_ABSENT: Final = 404
_KIB: Final = 1024


def time_pages(project: Path, rounds: int) -> str:
    """Start a server *rounds* times, and tell how long the first answer with each page took.

    Of the rounds the fastest counts: what else the machine does can only take longer.

    Raises:
        PeerError: a page cannot be had.
    """
    wanted = addresses(project)
    taken: dict[tuple[str, str], list[float]] = defaultdict(list)
    sizes: dict[tuple[str, str], int] = {}
    for _ in range(rounds):
        with (
            tempfile.TemporaryDirectory() as folder,
            serve(project, Path(folder), "/ready") as started,
        ):
            settle(started.endpoint.pid)
            for page in wanted:
                seconds, sizes[page] = _ask(started.endpoint.port, *page)
                taken[page].append(seconds * 1000)
    return _table({page: min(several) for page, several in taken.items()}, sizes)


def _ask(port: int, kind: str, path: str) -> tuple[float, int]:
    with Connection(port) as connection:
        connection.connect()
        begin = time.perf_counter()
        reply = connection.get(path, _ACCEPT)
        seconds = time.perf_counter() - begin
    if reply.status != (_ABSENT if kind == NOWHERE else _OK):
        raise PeerError(f"{path}: status {reply.status}")
    return seconds, len(reply.body)


def _table(taken: dict[tuple[str, str], float], sizes: dict[tuple[str, str], int]) -> str:
    kinds: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for page in taken:
        kinds[page[0]].append(page)
    lines = [
        "| page | asked | median, ms | slowest, ms | KiB | the slowest |",
        "|---|--:|--:|--:|--:|---|",
    ]
    for kind, pages in kinds.items():
        slowest = max(pages, key=lambda page: taken[page])
        lines.append(
            f"| {kind} | {len(pages)} | {median(taken[page] for page in pages):.1f}"
            f" | {taken[slowest]:.1f} | {sizes[slowest] / _KIB:.0f} | `{slowest[1]}` |"
        )
    return "\n".join(lines) + "\n"
