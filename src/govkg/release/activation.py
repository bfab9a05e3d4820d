"""Make a release the active one: link, log and history, in this order.

The link decides what is served. Whatever a stopped command left undone of the other two, the next
one that writes does first: `only_writer`.
"""

import fcntl
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from govkg.errors import ReleaseError
from govkg.release.history.log import Activation, append, read_log
from govkg.release.history.reading import History
from govkg.release.history.redactions import Redaction
from govkg.release.history.writing import Draft
from govkg.release.layout import CURRENT, UNFINISHED, active_release, point_to

_LOGGER: Final = logging.getLogger(__name__)


@contextmanager
def only_writer(releases: Path) -> Iterator[None]:
    """Let one command at a time into the folder, and finish or clear what a stopped one left.

    What it leaves unfinished itself is cleared as well, so that a full disk gets its room back.

    Raises:
        ReleaseError: the log is damaged, or a database could not be written.
    """
    releases.mkdir(parents=True, exist_ok=True)
    with (releases / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _LOGGER.warning("waiting for another govkg that writes to %s", releases)
            fcntl.flock(lock, fcntl.LOCK_EX)
        _clear(releases)
        try:
            _settle(releases)
            yield
        except sqlite3.Error as error:  # mostly a disk that is full
            raise ReleaseError(f"{releases}: {error}") from error
        finally:
            _clear(releases)


def _clear(releases: Path) -> None:
    for leftover in releases.glob(f"{UNFINISHED}*"):
        if leftover.is_dir() and not leftover.is_symlink():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def activate(
    releases: Path, release_id: str, action: str, redaction: Redaction | None = None
) -> Activation:
    """Make *release_id* the active release; the caller is the `only_writer`."""
    told = Activation(
        time=datetime.now(UTC), action=action, release=release_id, redaction=redaction
    )
    with Draft(releases) as draft:
        entry = _enter(draft, told)
        point_to(releases, release_id)
        append(releases, entry)
        draft.publish()
    return entry


def active_id(releases: Path) -> str | None:
    """Give the id of the active release, or ``None`` where none is there to be served."""
    try:
        active = active_release(releases)
    except ReleaseError:  # the link leads nowhere: publishing is what mends it
        return None
    return active.folder.name if active else None


def _settle(releases: Path) -> None:
    """Bring history and log up to date with the link, and the log with the history."""
    entries = read_log(releases)
    with closing(History(releases)) as history:
        known = history.activations()
    lost = known[len(entries) :]
    if lost:
        _LOGGER.warning("%s: %d lost entries of the log come back", releases, len(lost))
        for entry in lost:
            append(releases, entry)
    behind = entries[len(known) :]
    entries += lost
    if behind:
        with Draft(releases) as draft:
            for entry in behind:
                draft.add(entry.release)
                draft.enter(entry)
            draft.finish()
            draft.publish()
    active = active_id(releases)
    recorded = [entry.release for entry in entries]
    if active is not None and recorded[-1:] != [active]:
        action = "rollback" if active in recorded else "publish"
        moved = datetime.fromtimestamp((releases / CURRENT).lstat().st_mtime, UTC)
        with Draft(releases) as draft:
            told = Activation(time=moved, action=action, release=active)
            append(releases, _enter(draft, told))
            draft.publish()


def _enter(draft: Draft, told: Activation) -> Activation:
    """Complete an entry, write it into the *draft*, and finish that."""
    summary = draft.add(told.release)
    entry = told.model_copy(
        update={
            "sequence": draft.length + 1,
            "time": max(told.time, draft.last_time()),
            "software": f"govkg {version('govkg')}",
            "summary": summary,
        }
    )
    draft.enter(entry)
    draft.finish()
    return entry
