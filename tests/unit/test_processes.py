"""Processes that work beside another one."""

import gc
import os
import subprocess
import sys
import time

import pytest

from govkg.processes import Helpers, beside, collecting_rarely, lent

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


def test_helpers_remain_until_they_are_ended() -> None:
    with Helpers() as helpers:
        first = helpers.executor
        assert helpers.executor is first
        assert first.submit(os.getpid).result() != os.getpid()
        helpers.end()
        helpers.end()
        with pytest.raises(RuntimeError):
            first.submit(os.getpid)
        second = helpers.executor
        assert second.submit(os.getpid).result() != os.getpid()
    with pytest.raises(RuntimeError):
        second.submit(os.getpid)


def test_there_is_a_process_however_many_processors_are_spared() -> None:
    with beside(spared=10_000) as executor:
        assert executor.submit(os.getpid).result() != os.getpid()


def test_helpers_that_are_lent_are_ended_by_who_has_them() -> None:
    with Helpers() as helpers:
        with lent(helpers) as others:
            assert others is helpers
            executor = others.executor
        assert executor.submit(os.getpid).result() != os.getpid()
    with lent(None) as others:
        executor = others.executor
    with pytest.raises(RuntimeError):
        executor.submit(os.getpid)


def test_what_publishes_has_no_threads_before_it_works_with_another() -> None:
    """A process with threads is not forked, and to load all again takes longer than an edit."""
    program = "import govkg.publish.publication, govkg.processes as p; print(p._threads())"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert run.stdout == b"1\n"
