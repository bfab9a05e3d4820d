"""Do tasks: here, in other processes, or wherever an executor does them."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from govkg.processes import beside
from govkg.validation.findings import Finding
from govkg.validation.parts.results import KeptResults, kept_results
from govkg.validation.parts.tasks import Task, run
from govkg.validation.rules.kept import KeptRules, kept_rules

_AHEAD: Final = 4
"""Tasks that are made ready ahead of those who do them."""

Mark = TypeVar("Mark")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Means:
    """What a check may use, and somebody to tell how far it is.

    *kept* are results, *known* is what was found out about the rules.
    """

    kept: KeptResults | None = None
    known: KeptRules | None = None
    executor: Executor | None = None
    progress: Progress | None = None

    def beside(self, releases: Path) -> "Means":
        """Use what is kept beside *releases*, too: nothing, where nothing was published."""
        return replace(self, kept=kept_results(releases), known=kept_rules(releases))

    def tell(self, done: int, count: int) -> None:
        """Say that *done* of *count* tasks are."""
        if self.progress is not None:
            self.progress(done, count)


def do(
    tasks: Iterable[tuple[Mark, Task]], means: Means, *, alone: bool
) -> Iterator[tuple[Mark, list[Finding]]]:
    """Do tasks, in no order; *alone*, in this process unless there is an executor."""
    if means.executor is None and alone:
        for mark, task in tasks:
            yield mark, run(task)
        return
    with _executor(means) as executor:
        yield from _submitted(executor, tasks)


def _submitted(
    executor: Executor, tasks: Iterable[tuple[Mark, Task]]
) -> Iterator[tuple[Mark, list[Finding]]]:
    """Have *executor* do the tasks, a few ahead of what is done, so that memory stays small."""
    waiting: dict[Future[list[Finding]], tuple[Mark, Task]] = {}
    rest = iter(tasks)
    while True:
        for mark, task in islice(rest, _AHEAD - len(waiting)):
            waiting[_submit(executor, task)] = mark, task
        if not waiting:
            return
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            mark, task = waiting.pop(future)
            try:
                yield mark, future.result()
            except BrokenProcessPool:  # a process was killed, for want of memory perhaps
                yield mark, run(task)


def _submit(executor: Executor, task: Task) -> Future[list[Finding]]:
    try:
        return executor.submit(run, task)
    except BrokenProcessPool as error:  # one was killed before: no pool takes tasks after that
        broken: Future[list[Finding]] = Future()
        broken.set_exception(error)
        return broken


@contextmanager
def _executor(means: Means) -> Iterator[Executor]:
    if means.executor is not None:
        yield means.executor
        return
    with beside() as executor:
        yield executor
