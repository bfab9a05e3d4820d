"""Remove releases that are no longer needed; their history stays."""

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from govkg.release.activation import active_id, only_writer
from govkg.release.history.reading import History
from govkg.release.history.writing import Draft
from govkg.release.kept import kept_releases
from govkg.release.layout import UNFINISHED, sync_folder


@dataclass(frozen=True, slots=True)
class Pruned:
    """The ids of what was removed, and how many bytes that were."""

    releases: tuple[str, ...]
    size: int


def prune(releases: Path, *, keep: int) -> Pruned:
    """Keep the *keep* releases that were active last, the active one among them.

    What documents said in a release that goes is first brought into the history.
    """
    with only_writer(releases):
        kept = _latest(releases, keep)
        doomed = [name for name in kept_releases(releases) if name not in kept]
        if not doomed:
            return Pruned((), 0)
        with Draft(releases) as draft:
            draft.keep_bodies(kept)
            draft.finish()
            draft.publish()
        sizes = [_remove(releases / name) for name in doomed]
        sync_folder(releases)
        return Pruned(tuple(doomed), sum(sizes))


def _latest(releases: Path, keep: int) -> set[str]:
    active = active_id(releases)
    with closing(History(releases)) as history:
        order = [entry.release for entry in reversed(history.activations())]
    names = dict.fromkeys([active, *order] if active else order)
    present = set(kept_releases(releases))
    return set([name for name in names if name in present][:keep])


def _remove(folder: Path) -> int:
    """Take a release out of sight by one rename, then from the disk."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    away = folder.with_name(f"{UNFINISHED}{folder.name}-pruned")
    folder.rename(away)
    shutil.rmtree(away)
    return size
