"""Start a server, wait until it answers, look at its memory, end it."""

import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bench.peers.memory import worked

HOST: Final = "127.0.0.1"
_PORTS: Final = range(20_000, 32_000)
_PATIENCE: Final = 600.0
_FAREWELL: Final = 15.0
_PAUSE: Final = 0.2
_QUIET: Final = 1.5
"""Seconds without work after which a server has started: loading may pause between two steps."""
_LEFT: Final = 0.3
"""Seconds without work after which nothing is left of a load: it is done without a pause."""
_BUSY: Final = 0.1
"""Part of one processor that is more than idling."""


class PeerError(Exception):
    """A system could not be started, or did not answer."""


def free_port() -> int:
    """Find a port of the loopback that nobody listens on.

    None of those that clients are given: one that asks for a server which is not there yet may be
    given the port that it asks for, and hears itself.
    """
    while True:
        port = random.choice(_PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind((HOST, port))
            return port


@contextmanager
def running(
    command: Sequence[str | Path], *, folder: Path, environment: dict[str, str] | None = None
) -> Iterator[int]:
    """Run a server in *folder* for as long as the context lasts, and give its process's number.

    What it prints goes to ``server.log`` there.
    """
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        with suppress(ProcessLookupError):  # what it left behind
            os.killpg(process.pid, signal.SIGKILL)


def wait_for(answers: Callable[[], bool], *, pid: int, pause: float = 0.01) -> float:
    """Wait until *answers*, and give the seconds that took.

    Raises:
        PeerError: the process ends, or it takes too long.
    """
    begin = time.perf_counter()
    while time.perf_counter() - begin < _PATIENCE:
        try:
            if answers():
                return time.perf_counter() - begin
        except OSError:
            pass
        if not _runs(pid):
            raise PeerError(f"process {pid} has ended; its server.log says why")
        time.sleep(pause)
    raise PeerError(f"process {pid} has not answered for {_PATIENCE:.0f} s")


def settle(pid: int) -> float:
    """Wait until a server that was started has nothing more to do; give the seconds until then."""
    return _settle(pid, _QUIET)


def finish_load(pid: int) -> None:
    """Wait until a server has done with what clients asked for, and left."""
    _settle(pid, _LEFT)


def _settle(pid: int, quiet: float) -> float:
    """Wait until neither it nor its children have worked for some seconds."""
    begin = time.perf_counter()
    before, idle = sum(worked(pid).values()), begin
    while time.perf_counter() - begin < _PATIENCE:
        time.sleep(_PAUSE)
        now = sum(worked(pid).values())
        if now - before > _PAUSE * _BUSY:
            idle = time.perf_counter()
        elif time.perf_counter() - idle > quiet:
            break
        before = now
    return idle - begin


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
