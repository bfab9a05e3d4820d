"""Processes that work beside this one, and when the garbage collector looks for circles."""

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Final, ParamSpec, TypeVar

_RARELY: Final = 200_000
"""Objects that are made before the collector looks: what holds a dataset is many, and no circle."""


def apart() -> ProcessPoolExecutor:
    """Give one process that need load nothing again; it ends when this one is killed.

    It is forked, unless there are threads here, those of engines among them: they would be missing.
    """
    manner = "fork" if _threads() == 1 else "spawn"
    return ProcessPoolExecutor(1, get_context(manner), initializer=_begin)


def _threads() -> int | None:
    """Count the threads of this process, also those that Python knows nothing of."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        return None


_Given = ParamSpec("_Given")
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def beside(most: int | None = None, *, spared: int = 0) -> ProcessPoolExecutor:
    """Give *most* processes, by default one for each processor but those that are *spared*.

    There is at least one. They end when this one is killed.
    """
    number = most or max(1, (os.cpu_count() or 1) - spared)
    return ProcessPoolExecutor(number, get_context("spawn"), initializer=_begin)


class Helpers(AbstractContextManager["Helpers"]):
    """Processes beside this one, begun once somebody has enough to do, and kept for the next."""

    def __init__(self) -> None:
        """Begin none yet."""
        self._begun: ProcessPoolExecutor | None = None

    def __exit__(self, *_: object) -> None:
        """End them."""
        self.end()

    @property
    def executor(self) -> Executor:
        """Have tasks done by them."""
        self._begun = self._begun or beside()
        return self._begun

    def end(self) -> None:
        """End them, and give their memory back, until somebody has something to do again."""
        begun, self._begun = self._begun, None
        if begun is not None:
            begun.shutdown()


def lent(helpers: Helpers | None) -> AbstractContextManager[Helpers]:
    """Lend *helpers*, or others for a while where there are none."""
    return nullcontext(helpers) if helpers else Helpers()


def begun(
    executor: Executor,
    task: Callable[_Given, _Result],
    *given: _Given.args,
    **named: _Given.kwargs,
) -> Callable[[], _Result]:
    """Have *executor* do a task; what is given back waits for the result.

    Where the process is killed, for want of memory perhaps, the task is done by who waits.
    """
    here = partial(task, *given, **named)
    try:
        future = executor.submit(task, *given, **named)
    except BrokenProcessPool:
        return here

    def wait() -> _Result:
        try:
            return future.result()
        except BrokenProcessPool:
            return here()

    return wait


def batches(
    items: Iterable[_Item], size: Callable[[_Item], int], most: int
) -> Iterator[list[_Item]]:
    """Put as many items together as have a *size* of *most*, or one that is larger."""
    batch: list[_Item] = []
    total = 0
    for item in items:
        if batch and total + size(item) > most:
            yield batch
            batch, total = [], 0
        batch.append(item)
        total += size(item)
    if batch:
        yield batch


def _begin() -> None:
    _collect_rarely()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _collect_rarely() -> None:
    gc.freeze()
    gc.set_threshold(_RARELY, *gc.get_threshold()[1:])


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Have the collector look at fewer times, and never at what is there already."""
    before = gc.get_threshold()
    _collect_rarely()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
