"""Do tasks: here, in other processes, or wherever an executor does them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

from govkg.processes import Helpers, batches, begun
from govkg.validation.findings import Finding
from govkg.validation.parts.outline import Directions, Outline, outlines_of
from govkg.validation.parts.part import Part
from govkg.validation.parts.results import KeptResults, kept_results
from govkg.validation.parts.tasks import Task, run
from govkg.validation.rules.kept import KeptRules, kept_rules

_AHEAD: Final = 4
"""Tasks that are made ready ahead of those who do them."""
ALONE: Final = 40_000_000
"""Bytes up to which other processes would take longer to start than to help."""
_OUTLINED: Final = 4_000_000
"""Bytes of which one task makes outlines."""

Mark = TypeVar("Mark")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Means:
    """What a check may use, and somebody to tell how far it is.

    *kept* are results, *known* is what was found out about the rules. An *executor* does all work
    that can be divided; *helpers* do what is much, where there is none.
    """

    kept: KeptResults | None = None
    known: KeptRules | None = None
    executor: Executor | None = None
    helpers: Helpers | None = None
    progress: Progress | None = None

    def beside(self, releases: Path) -> "Means":
        """Use what is kept beside *releases*, too: nothing, where nothing was published."""
        return replace(self, kept=kept_results(releases), known=kept_rules(releases))

    def tell(self, done: int, count: int) -> None:
        """Say that *done* of *count* tasks are."""
        if self.progress is not None:
            self.progress(done, count)


class Workers:
    """Those who work: this process, *helpers* if it is much, or whoever *executor* stands for."""

    def __init__(self, executor: Executor | None, helpers: Helpers) -> None:
        """Have them work."""
        self._executor = executor
        self._helpers = helpers

    def outlines(self, parts: Sequence[Part], directions: Directions) -> list[Outline]:
        """Give the outlines of *parts*."""
        executor = self._executor_for(sum(part.lines.size for part in parts))
        if executor is None:
            return outlines_of(parts, directions)
        made = [
            begun(executor, outlines_of, batch, directions)
            for batch in batches(parts, lambda part: part.lines.size, _OUTLINED)
        ]
        return [outline for wait in made for outline in wait()]

    def do(
        self, tasks: Iterable[tuple[Mark, Task]], size: int
    ) -> Iterator[tuple[Mark, list[Finding]]]:
        """Do tasks, in no order, on data of some *size* in bytes."""
        executor = self._executor_for(size)
        if executor is None:
            return ((mark, run(task)) for mark, task in tasks)
        return _submitted(executor, tasks)

    def _executor_for(self, size: int) -> Executor | None:
        if self._executor is None and size > ALONE:
            return self._helpers.executor
        return self._executor


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
