"""The releases that are kept in a folder, and how a person names one."""

from contextlib import closing
from pathlib import Path
from typing import Final

from govkg.errors import ReleaseNameError
from govkg.release.activation import active_id
from govkg.release.history.reading import History
from govkg.release.layout import CURRENT, RELEASE_ID, Layout

PREVIOUS: Final = "previous"


def kept_releases(releases: Path) -> list[str]:
    """List the ids of the releases that are there, active or not, whole or not, in order."""
    if not releases.is_dir():
        return []
    return sorted(folder.name for folder in releases.iterdir() if RELEASE_ID.fullmatch(folder.name))


def find_release(releases: Path, name: str) -> Layout:
    """Find a kept release by its id or the beginning of it, or by ``current`` or ``previous``.

    Raises:
        ReleaseNameError: there is none of that name, or more than one.
    """
    if name == CURRENT:
        found = [active_id(releases)]
    elif name == PREVIOUS:
        found = [_before(releases)]
    else:
        found = [known for known in kept_releases(releases) if known.startswith(name)]
    ids = [release_id for release_id in found if release_id is not None]
    if len(ids) == 1 and (releases / ids[0]).is_dir():
        return Layout(releases / ids[0])
    if len(ids) > 1:
        raise ReleaseNameError(f"several releases begin with “{name}”: {', '.join(ids)}")
    kept = ", ".join(kept_releases(releases)) or "none"
    raise ReleaseNameError(f"no release “{name}” is kept in {releases}; kept: {kept}")


def _before(releases: Path) -> str | None:
    active = active_id(releases)
    with closing(History(releases)) as history:
        before = history.previous(active) if active else None
    return before.release if before else None
