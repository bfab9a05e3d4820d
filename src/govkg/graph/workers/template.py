"""The template process: holds what it may of a release in memory and forks workers that share it.

Started by `govkg.graph.workers.processes` as ``python -m govkg.graph.workers.template FD``. It has
one thread when it forks; it ends, and takes its workers with it, when the server does.
"""

import gc
import os
import selectors
import signal
import socket
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from pyoxigraph import RdfFormat, Store

from govkg.graph.dumps import open_dump
from govkg.graph.sparql.stores import Folder, Resident, open_columns
from govkg.graph.workers.channel import Packet, receive, send
from govkg.graph.workers.worker import run

_REAP_SECONDS: Final = 1.0


def main(number: int) -> None:
    """Serve the commands that come over the socket with this file descriptor *number*."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=number)
    resident: Resident | None = None
    workers: set[int] = set()
    with selectors.DefaultSelector() as selector:
        selector.register(control, selectors.EVENT_READ)
        while True:
            ready = selector.select(_REAP_SECONDS)
            _reap(workers)
            if not ready:
                continue
            packet = receive(control)
            if packet is None:
                break
            try:
                if packet.header["command"] == "load":
                    resident = load(packet.header)
                    # What lives now lives for ever: keep the collector from writing to pages that
                    # workers share.
                    gc.collect()
                    gc.freeze()
                    send(control, Packet({"loaded": True}))
                else:
                    workers.add(_fork(control, packet, resident))
            except BrokenPipeError:  # the server has ended meanwhile
                break
    _end(workers)


def load(told: dict[str, Any]) -> Resident:
    """Open and read what workers are to share: *told* are the folders of store and columns.

    The store is read from an N-Triples dump; it is not where none is named.
    """
    kept = Folder.found(told["columns"]) if told["columns"] else None
    columns = open_columns(kept) if kept else None
    if columns is not None:
        columns.read_all()
    stored = Folder.found(told["folder"])
    store = None
    if told["dump"]:
        # Loading leaves millions of small gaps in the memory of its thread. In this one, which
        # workers inherit, each little thing they make would lie in one, on a page to be copied.
        with ThreadPoolExecutor(1) as elsewhere:
            store = elsewhere.submit(_read, Path(told["dump"])).result()
    return Resident(stored, store, kept, columns)


def _read(file: Path) -> Store:
    store = Store()
    with open_dump(file) as dump:
        store.bulk_load(dump, RdfFormat.N_TRIPLES, lenient=True)  # our own library wrote it
    return store


def _fork(control: socket.socket, packet: Packet, resident: Resident | None) -> int:
    channel, errors = packet.files
    pid = os.fork()
    if pid == 0:
        control.close()
        run(socket.socket(fileno=channel), resident, errors)
    handle = os.pidfd_open(pid)
    send(control, Packet({"pid": pid}, files=(handle,)))
    for number in (channel, errors, handle):
        os.close(number)
    return pid


def _reap(workers: set[int]) -> None:
    """Let go of *workers* that have ended."""
    ended = {pid for pid in workers if os.waitpid(pid, os.WNOHANG)[0]}
    workers -= ended


def _end(workers: Iterable[int]) -> None:
    """End *workers* and wait until they are gone, so that nothing is left for others to bury."""
    for pid in workers:
        os.kill(pid, signal.SIGKILL)
    for pid in workers:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
