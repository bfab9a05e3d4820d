"""Start the processes that make one server, start again those that end, and end all of them.

All are forked from one that has loaded the code and does nothing else: so they share its memory,
are there in no time, and what goes wrong in one of them cannot reach it. It has one thread, and
waits for signals. Where it is killed, web processes find their *lifeline* closed, and end in order;
the process with the workers ends after them, when nobody is left to ask it.
"""

import gc
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Thread
from typing import Final, NoReturn

from govkg.graph.workers.channel import pair
from govkg.web.operating.ledger import Ledger
from govkg.web.processes.place import Place

_LOGGER: Final = logging.getLogger(__name__)
_ENDING: Final = (signal.SIGINT, signal.SIGTERM)
_AWAITED: Final = (*_ENDING, signal.SIGCHLD)
_SOON: Final = 1.0
"""Seconds: what ends within them is not started again before they are over."""


@dataclass(frozen=True, slots=True)
class _Role:
    """What a process is there for."""

    name: str
    live: Callable[[], None]


def supervise(
    listeners: Sequence[socket.socket],
    answer: Callable[[socket.socket, Place], None],
    hold_workers: Callable[[socket.socket], None],
) -> None:
    """Keep a process that does *answer* on each of *listeners*, and one with the workers.

    Until ``SIGTERM`` or ``SIGINT``. *answer* ends at these, too; *hold_workers* once nobody has the
    other end of its socket.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _AWAITED)
    # What lives now lives for ever: keep the collector from writing to pages that all share.
    gc.collect()
    gc.freeze()
    door, inside = pair()
    lifeline, held = os.pipe()
    ledger = Ledger(len(listeners))

    def live_as_web(number: int) -> None:
        inside.close()
        os.close(held)
        Thread(target=_end_after, args=(lifeline,), daemon=True).start()
        answer(_only(listeners, number), Place(number, door, ledger))

    def live_as_holder() -> None:
        _close(listeners)
        door.close()
        os.close(held)
        hold_workers(inside)

    holder = _Role("the process with the workers", live_as_holder)
    web = [
        _Role(f"web process {number}", partial(live_as_web, number))
        for number in range(len(listeners))
    ]
    family = _Family()
    for role in (holder, *web):
        family.start(role)
    while signal.sigwait(_AWAITED) not in _ENDING:
        family.replace_ended()
    _close(listeners)
    family.end(web)
    door.close()
    family.wait_for(holder)


class _Family:
    """The children of this process, by their roles."""

    def __init__(self) -> None:
        self._roles: dict[int, tuple[_Role, float]] = {}

    def start(self, role: _Role) -> None:
        """Fork a process that lives in its *role*."""
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _live(role)
        self._roles[pid] = role, time.monotonic()

    def replace_ended(self) -> None:
        """Start again whoever has ended; let go of strangers, whom the first process inherits."""
        while (ended := os.waitpid(-1, os.WNOHANG))[0]:
            pid, status = ended
            if pid in self._roles:
                role, began = self._roles.pop(pid)
                code = os.waitstatus_to_exitcode(status)
                _LOGGER.warning("%s has ended (%d) and is started again", role.name, code)
                time.sleep(max(0.0, began + _SOON - time.monotonic()))
                self.start(role)

    def end(self, roles: list[_Role]) -> None:
        """Have who lives in *roles* end in order, and wait for it."""
        for pid, (role, _) in self._roles.items():
            if role in roles:
                os.kill(pid, signal.SIGTERM)
        for role in roles:
            self.wait_for(role)

    def wait_for(self, role: _Role) -> None:
        """Wait for the end of who lives in *role*."""
        for pid, (lived, _) in self._roles.items():
            if lived is role:
                os.waitpid(pid, 0)


def _live(role: _Role) -> NoReturn:
    """Live the life of a process that was just forked, and end it."""
    code = 1
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _AWAITED)
        role.live()
        code = 0
    except Exception:
        _LOGGER.exception("%s", role.name)
    finally:
        logging.shutdown()
        os._exit(code)


def _only(listeners: Sequence[socket.socket], number: int) -> socket.socket:
    """Give one of *listeners*, and close the others."""
    _close(listener for place, listener in enumerate(listeners) if place != number)
    return listeners[number]


def _close(listeners: Iterable[socket.socket]) -> None:
    for listener in listeners:
        listener.close()


def _end_after(lifeline: int) -> None:
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)
