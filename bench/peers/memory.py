"""How much memory a process and its children take, and who of them works, while something runs."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final

_PAUSE: Final = 0.2
_SELDOM: Final = 20.0
"""Looks are so many times their own length apart: of gigabytes, one takes long."""
_WORKING: Final = 0.25
"""Part of one processor above which a process is at work."""


def memory_of(pid: int) -> int:
    """Give the bytes of memory of a process and its children, shared pages counted once (PSS)."""
    return sum(map(_memory, (pid, *descendants(pid))))


def worked(pid: int) -> dict[int, float]:
    """Give the seconds of a processor that a process and each of its children have taken."""
    return {number: _seconds(number) for number in (pid, *descendants(pid))}


@dataclass(slots=True)
class Peak:
    """The most *memory* in bytes that was seen in so many *looks*, and how many children worked."""

    memory: int = 0
    working: int = 0
    looks: int = 0


@contextmanager
def watching(pid: int) -> Iterator[Peak]:
    """Look at a process and its children again and again, as long as the context lasts."""
    peak, over = Peak(), Event()
    thread = Thread(target=_watch, args=(pid, peak, over))
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _watch(pid: int, peak: Peak, over: Event) -> None:
    before, pause = worked(pid), _PAUSE
    while not over.wait(pause):
        now = worked(pid)
        begun = time.perf_counter()
        memory = memory_of(pid)
        if memory > peak.memory:
            peak.memory = memory
            peak.working = sum(
                seconds - before.get(number, 0.0) > pause * _WORKING
                for number, seconds in now.items()
                if number != pid
            )
        before, pause = now, max(_PAUSE, _SELDOM * (time.perf_counter() - begun))
        peak.looks += 1


def descendants(pid: int) -> Iterator[int]:
    """List the children of a process, and theirs."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:  # it has ended
        return
    for task in tasks:
        try:
            children = (task / "children").read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in map(int, children):
            yield child
            yield from descendants(child)


def _memory(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    lines = (line for line in rollup.splitlines() if line.startswith("Pss:"))
    return sum(int(line.split()[1]) for line in lines) * 1024


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
