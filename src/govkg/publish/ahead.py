"""What is done beside the check of an edit, by a process of its own where there is much of it.

It begins before the sources are read, with the files of the release before: these are compared with
their checksums ahead of taking something over from them.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from govkg.processes import apart, begun
from govkg.publish.content import Content
from govkg.publish.unfinished import Unfinished, begin_release
from govkg.release.files.following import Basis, can_be_followed
from govkg.release.files.tables import parquet
from govkg.release.files.writing import is_much
from govkg.release.layout import Layout

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Ahead:
    """Begins a release that may follow from the one *before*."""

    def __init__(self, executor: Executor, before: Layout | None) -> None:
        """Have *executor* look at the release *before*, if there is one."""
        self._executor = executor
        self._before = before
        self._followed = begun(executor, can_be_followed, before) if before else None
        self._basis = begun(executor, Basis.of, before) if before else None

    def previous(self) -> Layout | None:
        """Give the release before, if another can follow from it."""
        return self._before if self._followed and self._followed() else None

    def basis(self) -> Basis | None:
        """Give the same with what is whole of it."""
        return self._basis() if self._basis and self.previous() else None

    def begin(self, releases: Path, content: Content) -> Unfinished:
        """Do what `begin_release` does, elsewhere."""
        return begin_release(releases, content, self.basis(), self._run)

    def _run(
        self, task: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs
    ) -> _Result:
        return begun(self._executor, task, *given, **named)()


@contextmanager
def working_ahead(before: Layout | None) -> Iterator[Ahead]:
    """Work ahead of what will be published, which may follow from the release *before*."""
    much = before is not None and before.merge.is_file() and is_much(before)
    with apart() if much else ThreadPoolExecutor(1) as executor:
        ahead = Ahead(executor, before)
        if much:
            executor.submit(parquet.load)
        yield ahead
