"""Wherever the work is done, and whatever happens to who does it, the report is the same."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from divided import PARTS, report
from govkg.validation.parts import checking
from govkg.validation.parts.checking import check_parts
from govkg.validation.parts.work import Means
from shapes_world import shapes


def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make many tasks out of little data."""
    monkeypatch.setattr(checking, "_BATCH", 20_000)


@pytest.mark.parametrize("kind", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_gives_the_same_report(
    kind: type[ThreadPoolExecutor | ProcessPoolExecutor], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_batches(monkeypatch)
    told: list[tuple[int, int]] = []
    with kind(2) as executor:
        means = Means(executor=executor, progress=lambda done, total: told.append((done, total)))
        found = check_parts(PARTS, shapes(), means)
    assert report(found) == report(check_parts(PARTS, shapes()))
    assert told[-1][0] == told[-1][1] == len(told) > 3


class KilledPool(Executor):
    """A pool whose processes are killed: it says so, and does nothing."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Fail."""
        del fn, args, kwargs
        future: Future[Any] = Future()
        future.set_exception(BrokenProcessPool("killed"))
        return future


class DeadPool(Executor):
    """A pool whose processes were killed before: it takes nothing."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Refuse."""
        del fn, args, kwargs
        raise BrokenProcessPool("killed before")


@pytest.mark.parametrize("pool", [KilledPool, DeadPool])
def test_work_of_a_killed_pool_is_done_all_the_same(pool: type[Executor]) -> None:
    found = check_parts(PARTS, shapes(), Means(executor=pool()))
    assert report(found) == report(check_parts(PARTS, shapes()))


class Cluster:
    """A Dask scheduler with two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        """Start the scheduler on a free port, then its workers."""
        self._folder = folder
        self._log = (folder / "scheduler.log").open("w")
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0")
        self.address = self._address()
        self.workers = [
            self._start(
                *("worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"),
                *("--host", "127.0.0.1"),
            )
            for _ in range(2)
        ]

    def _start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        options = ["--no-dashboard"] if kind == "scheduler" else []
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + kind, *arguments, *options],
            stdout=self._log,
            stderr=self._log,
            cwd=self._folder,
        )

    def _address(self) -> str:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            text = (self._folder / "scheduler.log").read_text()
            found = re.search(r"Scheduler at:\s+(tcp://\S+)", text)
            if found:
                return found[1]
            time.sleep(0.1)
        raise TimeoutError((self._folder / "scheduler.log").read_text())

    def stop(self) -> None:
        """End all that was started; a worker says goodbye to its scheduler."""
        for process in (*self.workers, self.scheduler):
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._log.close()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """Give a scheduler with two workers."""
    pytest.importorskip("distributed", reason="the extra “cluster” is not installed")
    started = Cluster(tmp_path)
    yield started
    started.stop()


@pytest.mark.filterwarnings("ignore")
def test_a_worker_that_is_killed_in_the_middle_changes_nothing(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    small_batches(monkeypatch)
    victim = cluster.workers[0]

    def kill(done: int, total: int) -> None:
        if done == 2 and total > 4:
            os.kill(victim.pid, signal.SIGKILL)

    client: Any = Client(cluster.address, set_as_default=False)  # type: ignore[no-untyped-call]
    with client:
        client.wait_for_workers(2, timeout=60)
        found = check_parts(PARTS, shapes(), Means(executor=client.get_executor(), progress=kill))
    assert victim.wait(10) == -signal.SIGKILL
    assert report(found) == report(check_parts(PARTS, shapes()))
