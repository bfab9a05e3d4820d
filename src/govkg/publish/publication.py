"""Publish: checked data becomes an immutable release, visible all at once or not at all."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from govkg.publish.checking import check, read_everything
from govkg.publish.content import Content, read_content, write_release
from govkg.release.activation import activate, active_id, only_writer
from govkg.release.layout import UNFINISHED, Layout, sync_folder
from govkg.release.verification import is_intact
from govkg.settings import Project
from govkg.validation.findings import Finding, conforms


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing: *layout* is ``None`` where a Violation stood in the way."""

    findings: tuple[Finding, ...]
    layout: Layout | None
    changed: bool


def publish_project(project: Project) -> Publication:
    """Check *project* and make it the active release, unless a Violation is found.

    Raises:
        UnreadableError: a file cannot be read; nothing is published.
    """
    reading = read_everything(project)
    findings = tuple(check(reading))
    if not conforms(findings):
        return Publication(findings, layout=None, changed=False)
    content = read_content(reading, findings)
    releases = project.releases
    layout = Layout(releases / content.release_id)
    with only_writer(releases):
        mended = not is_intact(layout)
        if mended:
            _put(content, layout.folder)
        changed = mended or active_id(releases) != content.release_id
        if changed:
            activate(releases, content.release_id, "publish")
    return Publication(findings, layout, changed=changed)


def _put(content: Content, folder: Path) -> None:
    """Write a release beside its place, then put it there by one rename."""
    unfinished = folder.with_name(f"{UNFINISHED}{folder.name}")
    write_release(content, Layout(unfinished))
    _sync(unfinished)
    if folder.exists():  # damaged
        shutil.rmtree(folder)
    unfinished.rename(folder)
    sync_folder(folder.parent)


def _sync(folder: Path) -> None:
    """Bring every file below *folder* to the disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
