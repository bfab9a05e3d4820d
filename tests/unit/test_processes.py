"""Processes that work beside another one."""

import gc
import os
import subprocess
import sys
import time

from govkg.processes import collecting_rarely

_PROGRAM = """
import os, sys, time
from govkg.processes import beside
if __name__ == "__main__":
    executor = beside(1)
    print(executor.submit(os.getpid).result(), flush=True)
    executor.submit(time.sleep, 600)
    sys.stdin.read()
"""


def _is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_they_end_when_it_is_killed() -> None:
    command = [sys.executable, "-c", _PROGRAM]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _is_there(child)
        parent.kill()
    while _is_there(child):  # no test may last for ever
        time.sleep(0.05)


def test_the_collector_is_as_it_was_afterwards() -> None:
    before = gc.get_threshold()
    with collecting_rarely():
        assert gc.get_threshold() > before
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
