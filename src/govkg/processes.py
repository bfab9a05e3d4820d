"""Processes that work beside this one, and when the garbage collector looks for circles."""

import gc
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Final

_RARELY: Final = 200_000
"""Objects that are made before the collector looks: what holds a dataset is many, and no circle."""


def beside(most: int | None = None) -> ProcessPoolExecutor:
    """Give *most* processes, by default one a processor; they end when this one is killed."""
    return ProcessPoolExecutor(most or os.cpu_count(), get_context("spawn"), initializer=_begin)


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
