"""Take what is wrong or unlawful out of every release that is kept, and out of the history.

The active release gives way to one without it, under the id that its content has. The others keep
the ids under which they were cited; that these no longer follow from their content, their manifests
and the log say. A command that was stopped is run again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from govkg.errors import ReleaseError
from govkg.release.activation import activate, active_id, only_writer
from govkg.release.canonical import read_lines
from govkg.release.history.changes import withhold_changes
from govkg.release.history.log import Activation
from govkg.release.history.redactions import REDACT, Redaction
from govkg.release.kept import kept_releases
from govkg.release.layout import CHECKED, SOURCES, UNFINISHED, Layout, replace_folder
from govkg.release.upkeep.rewriting import id_without, rewrite
from govkg.release.verification.checksums import is_whole
from govkg.release.verification.mending import mend


@dataclass(frozen=True, slots=True)
class Done:
    """The entry of the log, and, in words, which releases are *left* because they are damaged."""

    entry: Activation
    left: tuple[str, ...]


def redact(releases: Path, redaction: Redaction) -> Done:
    """Take *redaction* out of all releases but those that are damaged beyond mending.

    Raises:
        ReleaseError: nothing is published, the active release is damaged, or nothing that is kept
            names it.
    """
    with only_writer(releases):
        active = active_id(releases)
        if active is None:
            raise ReleaseError(f"{releases}: nothing published yet")
        left: list[str] = []
        kept = list(_readable(releases, active, left))
        touched = [layout for layout in kept if _holds(layout, redaction)]
        if not touched:
            raise ReleaseError(
                "\n".join([f"no kept release says anything about <{redaction.iri}>", *left])
            )
        if Layout(releases / active) in touched:
            active = _put_without(Layout(releases / active), redaction)
        entry = activate(releases, active, REDACT, redaction)
        withhold_changes(releases, redaction)
        for name in (CHECKED, SOURCES):
            (releases / name).unlink(missing_ok=True)
        for layout in kept:
            if layout not in touched:
                # What is asked may follow from one that had it, and hold it where nobody can ask.
                mend(layout, anew=True)
        for layout in touched:
            _replace(layout, layout, redaction)
        return Done(entry, tuple(left))


def _readable(releases: Path, active: str, left: list[str]) -> Iterator[Layout]:
    """Give the kept releases, mended if need be; say in *left* which cannot be."""
    for name in kept_releases(releases):
        layout = Layout(releases / name)
        try:
            mend(layout)
        except (ReleaseError, OSError) as error:
            if name == active:
                raise
            left.append(
                f"{layout.folder} is damaged, so nothing could be taken out of it ({error}): "
                "remove that folder"
            )
        else:
            yield layout


def _holds(layout: Layout, redaction: Redaction) -> bool:
    return any(redaction.touches(line) for line in read_lines(layout.canonical))


def _put_without(layout: Layout, redaction: Redaction) -> str:
    """Write what the active release holds without what is taken out; give its id."""
    release_id = id_without(layout, redaction)
    target = Layout(layout.folder.with_name(release_id))
    if not is_whole(target):
        _replace(layout, target, redaction)
    return release_id


def _replace(layout: Layout, target: Layout, redaction: Redaction) -> None:
    work = Layout(layout.folder.with_name(f"{UNFINISHED}redaction"))
    rewrite(layout, work, redaction, target.folder.name)
    replace_folder(target.folder, work.folder)
