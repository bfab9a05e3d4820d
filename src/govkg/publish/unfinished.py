"""A release on its way: written beside its place, and put there by one rename."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from govkg.publish.content import Content, Written, complete_release, write_content
from govkg.publish.space import check_space
from govkg.release.layout import UNFINISHED, Layout, replace_folder, sync_folder
from govkg.release.manifest import read_manifest
from govkg.release.verification.checksums import is_whole
from govkg.release.verification.mending import is_readable
from govkg.validation.findings import Finding


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What a release will hold, and what was *written* of it: ``None`` where it is kept already."""

    content: Content
    layout: Layout
    written: Written | None

    def finish(self, findings: Sequence[Finding]) -> None:
        """Write what the check found, and put the release in its place."""
        if self.written is None:
            return
        unfinished = _unfinished(self.layout)
        complete_release(self.content, self.written, findings, unfinished)
        _sync(unfinished.folder)
        replace_folder(self.layout.folder, unfinished.folder)


def begin_release(releases: Path, content: Content, previous: Layout | None) -> Unfinished:
    """Write all of a release but what the check finds; `Unfinished.finish` does the rest.

    What is the same in the *previous* one, which can be followed, is taken from there.

    Raises:
        SpaceError: the disk has no room.
    """
    layout = Layout(releases / content.release_id)
    if _is_kept(layout):
        return Unfinished(content, layout, None)
    check_space(releases, content.size)
    unfinished = _unfinished(layout)
    written = write_content(content, unfinished, previous)
    _sync(unfinished.folder)
    return Unfinished(content, layout, written)


def _unfinished(layout: Layout) -> Layout:
    return Layout(layout.folder.with_name(f"{UNFINISHED}{layout.folder.name}"))


def _is_kept(layout: Layout) -> bool:
    """Say whether a release is there as it is published, and not without what was taken out."""
    whole = is_whole(layout) and is_readable(layout)
    return whole and not read_manifest(layout.manifest).redactions


def _sync(folder: Path) -> None:
    """Bring every file below *folder* to the disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
