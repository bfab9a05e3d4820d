"""Publish: checked data becomes an immutable release, visible all at once or not at all."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from govkg.errors import RedactedError, ReleaseError, ShrinkError
from govkg.processes import Helpers
from govkg.publish.ahead import working_ahead
from govkg.publish.checking import Check, Reading, check, read_everything
from govkg.publish.content import Checked, read_content, written_content
from govkg.publish.following import follow_content, made_of
from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.places import Places
from govkg.publish.unfinished import begin_release
from govkg.release.activation import activate, active_id, only_writer
from govkg.release.files.dumps import FollowingDumps
from govkg.release.history.reading import History
from govkg.release.layout import SOURCES, Layout, active_release
from govkg.release.manifest import read_manifest
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
    with (
        only_writer(releases),
        working_ahead(_active(releases)) as ahead,
        closing(KeptSources(releases / SOURCES)) as kept,
        Helpers() as helpers,
        ExitStack() as ended,
    ):
        reading = read_everything(project, kept=kept, helpers=helpers)
        kept.keep()
        means = replace((means or Means()).beside(releases), helpers=helpers)
        previous = ahead.previous()
        cuts = follow_content(reading, previous, kept) if previous else None
        content = None
        if previous and cuts is not None:
            content = read_content(reading, FollowingDumps(cuts, previous))
        with ThreadPoolExecutor(1) as thread:
            # What little an edit leaves to write is written while the check still goes on.
            early = thread.submit(ahead.begin, releases, content) if content else None
            findings = tuple(check(reading, Check(means=means, kept=kept)))
            helpers.end()
            if not conforms(findings):
                return Publication(findings, layout=None, changed=False)
            if not allow_redacted:
                _refuse_redacted(releases, reading)
            if not allow_shrink:
                _refuse_shrinking(releases, reading)
            made = made_of(reading)
            content = content or ended.enter_context(written_content(reading, releases, previous))
            is_active = active_id(releases) == content.release_id
            # Most likely, what is published already needs no report.
            checked = None if is_active else Checked.told(findings)
            del reading, cuts  # they take a good part of the memory
            begun = early.result() if early else begin_release(releases, content, ahead.basis())
        if begun.written:
            begun.finish(checked or Checked.told(findings))
        changed = bool(begun.written) or not is_active
        if changed:
            activate(releases, content.release_id, "publish")
        kept.keep_made(content.release_id, made)
    return Publication(findings, begun.layout, changed=changed)


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


def _refuse_shrinking(releases: Path, reading: Reading) -> None:
    active = _active(releases)
    try:
        before = read_manifest(active.manifest).statements if active else 0
    except ReleaseError:
        return
    if reading.statements < _KEPT * before:
        raise ShrinkError(before, reading.statements)


def _active(releases: Path) -> Layout | None:
    try:
        return active_release(releases)
    except ReleaseError:  # nothing to compare with; publishing mends it
        return None
