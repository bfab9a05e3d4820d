"""A worker: answers one question after another until it is told to stop, killed, or too dirty."""

import os
import resource
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from govkg.errors import RequestError
from govkg.graph.sparql.evaluation import Answer, Limits, Question, evaluate
from govkg.graph.sparql.relaying import relay
from govkg.graph.sparql.stores import Resident, Stores
from govkg.graph.workers.channel import Packet, receive, send
from govkg.graph.workers.messages import read_question, write_answer, write_refusal

_DIRTY: Final = 128 * 1024**2
"""Bytes of private memory, beyond what a new worker has, past which it is replaced."""


def work(channel: socket.socket, resident: Resident | None) -> None:
    """Answer what comes over *channel*. Runs in a process of its own and never comes back."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    stores = Stores(resident)
    stores.open_ahead()
    dirt = _Dirt()
    send(channel, Packet({"started": True}))
    while (packet := receive(channel)) is not None:
        question, limits = read_question(packet)
        # A store on disk starts threads when it is opened; the limits are for what comes after.
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        answer = _prepare(question, limits, stores)
        _limit(limits)
        begun = time.process_time()
        try:
            packet = write_answer(answer())
        except RequestError as error:
            packet = write_refusal(error)
        packet.header["seconds"] = time.process_time() - begun
        # Said with the answer: whoever has it may ask the next question at once.
        packet.header["leaving"] = leaving = dirt.is_too_much()
        send(channel, packet)
        if leaving:
            break


def _prepare(question: Question, limits: Limits, stores: Stores) -> Callable[[], Answer]:
    """Open what the answer is found in, and give what finds it."""
    remote, columns = question.remote, stores.columns(question.columns)
    if remote and not question.is_about_graphs:
        return partial(relay, question, remote, stores.line(remote), limits, columns)
    return partial(evaluate, question, limits, stores.choose(question), columns)


def _limit(limits: Limits) -> None:
    """Bound memory, above what was inherited, and processor time, above what was used."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.RLIM_INFINITY))
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


class _Dirt:
    """Looks after the memory that a worker shares with none.

    To count it takes milliseconds, to count page faults a microsecond; each page had at least one.
    """

    def __init__(self) -> None:
        self._fresh = self._counted = _private_bytes()
        self._faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt

    def is_too_much(self) -> bool:
        faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
        grown = (faults - self._faults) * resource.getpagesize()
        if self._counted + grown - self._fresh <= _DIRTY:
            return False
        self._counted, self._faults = _private_bytes(), faults
        return self._counted - self._fresh > _DIRTY


def _private_bytes() -> int:
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Private_Dirty:"):
            return int(line.split()[1]) * 1024
    return 0


def run(channel: socket.socket, resident: Resident | None, errors: int) -> None:
    """Live a worker's life in a process that was just forked, and end it at once."""
    os.dup2(errors, 2)
    try:
        work(channel, resident)
    except Exception:  # noqa: BLE001  # a process ends here; the server reads its last words
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)
