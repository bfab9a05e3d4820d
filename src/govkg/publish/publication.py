"""Publish: checked data becomes an immutable release, visible all at once or not at all."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govkg.errors import RedactedError, ReleaseError, ShrinkError
from govkg.publish.checking import Check, Reading, check, read_everything
from govkg.publish.content import Content, read_content, write_release
from govkg.publish.following import follow_content, made_of
from govkg.publish.kept_sources import KeptSources
from govkg.publish.places import Places
from govkg.publish.space import check_space
from govkg.release.activation import activate, active_id, only_writer
from govkg.release.files.following import can_be_followed
from govkg.release.history.reading import History
from govkg.release.layout import (
    SOURCES,
    UNFINISHED,
    Layout,
    active_release,
    replace_folder,
    sync_folder,
)
from govkg.release.manifest import read_manifest
from govkg.release.verification.checksums import is_whole
from govkg.release.verification.mending import is_readable
from govkg.settings import Project
from govkg.validation.findings import Finding, conforms
from govkg.validation.parts.work import Means

_KEPT: Final = 0.9
"""The share of the statements that may not vanish unasked."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What came of publishing: *layout* is ``None`` where a Violation stood in the way."""

    findings: tuple[Finding, ...]
    layout: Layout | None
    changed: bool


def publish_project(
    project: Project,
    *,
    allow_shrink: bool = False,
    allow_redacted: bool = False,
    means: Means | None = None,
) -> Publication:
    """Check *project* and make it the active release, unless a Violation is found.

    One at a time: whoever comes second reads the data when the first is done, so that an older
    reading never takes the place of a newer one.

    Raises:
        UnreadableError: a file cannot be read; nothing is published.
        RedactedError: the data has what was taken out of all releases, without *allow_redacted*.
        ShrinkError: more than a tenth of the statements would vanish, without *allow_shrink*.
        SpaceError: the disk has no room.
    """
    releases = project.releases
    with only_writer(releases):
        kept = KeptSources(releases / SOURCES)
        reading = read_everything(project, kept=kept)
        kept.keep()
        means = (means or Means()).beside(releases)
        findings = tuple(check(reading, Check(means=means)))
        if not conforms(findings):
            return Publication(findings, layout=None, changed=False)
        if not allow_redacted:
            _refuse_redacted(releases, reading)
        previous = _previous(releases)
        cuts = None
        if previous:
            cuts = follow_content(reading, previous, kept)
        made = made_of(reading)
        content = read_content(reading, findings, cuts)
        del reading, cuts  # they take a good part of the memory
        layout = Layout(releases / content.release_id)
        changed = not _is_kept(layout)
        if not allow_shrink:
            _refuse_shrinking(releases, content)
        if changed:
            check_space(releases, content.size)
            _put(content, layout.folder, previous)
        changed = changed or active_id(releases) != content.release_id
        if changed:
            activate(releases, content.release_id, "publish")
        kept.keep_made(content.release_id, made)
    return Publication(findings, layout, changed=changed)


def _is_kept(layout: Layout) -> bool:
    """Say whether a release is there as it is published, and not without what was taken out."""
    whole = is_whole(layout) and is_readable(layout)
    return whole and not read_manifest(layout.manifest).redactions


def _refuse_redacted(releases: Path, reading: Reading) -> None:
    with closing(History(releases)) as history:
        entries = history.redactions()
    redactions = {entry.redaction.iri: entry.redaction for entry in entries if entry.redaction}
    places = Places(reading.own, redactions)
    for iri, redaction in redactions.items():
        place = places.find(iri)
        if place is not None:
            where = ":".join(str(part) for part in place if part is not None)
            raise RedactedError(iri, where, redaction.reason)


def _refuse_shrinking(releases: Path, content: Content) -> None:
    active = _active(releases)
    try:
        before = read_manifest(active.manifest).statements if active else 0
    except ReleaseError:
        return
    if content.statements < _KEPT * before:
        raise ShrinkError(before, content.statements)


def _active(releases: Path) -> Layout | None:
    try:
        return active_release(releases)
    except ReleaseError:  # nothing to compare with; publishing mends it
        return None


def _previous(releases: Path) -> Layout | None:
    """Give the active release, if the next one can follow from it."""
    active = _active(releases)
    return active if active and can_be_followed(active) else None


def _put(content: Content, folder: Path, previous: Layout | None) -> None:
    """Write a release beside its place, then put it there by one rename."""
    unfinished = folder.with_name(f"{UNFINISHED}{folder.name}")
    try:
        write_release(content, Layout(unfinished), previous)
        _sync(unfinished)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)  # a full disk gets its room back at once
        raise
    replace_folder(folder, unfinished)


def _sync(folder: Path) -> None:
    """Bring every file below *folder* to the disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path)
            continue
        with path.open("rb") as file:
            os.fsync(file.fileno())
    sync_folder(folder)
