"""A release on its way: written beside its place, and put there by one rename."""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, ParamSpec, Protocol, TypeVar

from govkg.publish.content import Checked, Content, Written, complete_release, write_content
from govkg.publish.space import check_space
from govkg.release.files.following import Basis
from govkg.release.layout import UNFINISHED, Layout, replace_folder, sync_folder
from govkg.release.manifest import read_manifest
from govkg.release.verification.checksums import is_whole, seal
from govkg.release.verification.mending import is_readable

_AT_ONCE: Final = 8
"""Files that are brought to the disk together."""

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


class Run(Protocol):
    """Does a task, here or elsewhere, and waits for it."""

    def __call__(
        self, task: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs
    ) -> _Result:
        """Do it, and give what it gives."""


def _here(task: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs) -> _Result:
    return task(*given, **named)


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What a release will hold, and what was *written* of it: ``None`` where it is kept already."""

    content: Content
    layout: Layout
    written: Written | None

    def finish(self, checked: Checked) -> None:
        """Write what the check found, and put the release in its place."""
        if self.written is None:
            return
        unfinished = _unfinished(self.layout)
        complete_release(self.content, self.written, checked, unfinished)
        _sync(unfinished.folder)
        replace_folder(self.layout.folder, unfinished.folder)
        seal(self.layout)


def begin_release(
    releases: Path, content: Content, basis: Basis | None, run: Run = _here
) -> Unfinished:
    """Write all of a release but what the check finds; `Unfinished.finish` does the rest.

    What is the same in the *basis* is taken from there. What takes its time is left to *run*.

    Raises:
        SpaceError: the disk has no room.
    """
    layout = Layout(releases / content.release_id)
    if layout.folder.exists() and run(_is_kept, layout):
        return Unfinished(content, layout, None)
    check_space(releases, content.size)
    return Unfinished(content, layout, run(_write, content, _unfinished(layout), basis))


def _unfinished(layout: Layout) -> Layout:
    return Layout(layout.folder.with_name(f"{UNFINISHED}{layout.folder.name}"))


def _is_kept(layout: Layout) -> bool:
    """Say whether a release is there as it is published, and not without what was taken out."""
    whole = is_whole(layout) and is_readable(layout)
    return whole and not read_manifest(layout.manifest).redactions


def _write(content: Content, unfinished: Layout, basis: Basis | None) -> Written:
    shutil.rmtree(unfinished.folder, ignore_errors=True)  # of a process that was killed
    written = write_content(content, unfinished, basis)
    _sync(unfinished.folder)
    return written


def _sync(folder: Path) -> None:
    """Bring every file below *folder* to the disk, many at once: it writes them together."""
    paths = list(folder.rglob("*"))
    with ThreadPoolExecutor(_AT_ONCE) as executor:
        list(executor.map(_sync_file, (path for path in paths if not path.is_dir())))
    for path in (*filter(Path.is_dir, paths), folder):
        sync_folder(path)


def _sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
