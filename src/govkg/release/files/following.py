"""What a release takes over from the one before, so that it costs what the change does."""

import sqlite3
from dataclasses import dataclass
from itertools import islice
from typing import Final

from govkg.errors import ReleaseError
from govkg.graph.index import build_index
from govkg.graph.index.making.numbering import RebuildError
from govkg.graph.index.making.updating import Before, update_index
from govkg.graph.store import open_store
from govkg.release.canonical import read_lines
from govkg.release.history.dump import Dump, Sign
from govkg.release.layout import Layout
from govkg.release.verification.checksums import is_as_written

MOST: Final = 20_000
"""How many triples may change; where it is more, everything is made anew."""


@dataclass(frozen=True, slots=True)
class Change:
    """The N-Triples that a merge has no more, and those that it has now, sorted."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


def change_of_merge(older: Layout, newer: Layout) -> Change | None:
    """Tell what differs between the merges of two releases; ``None`` is too much, or not known."""
    try:
        with Dump(older.merge) as before, Dump(newer.merge) as after:
            lines = list(islice(before.difference(after), MOST + 1))
    except ReleaseError:
        return None
    if len(lines) > MOST:
        return None
    removed, added = (
        tuple(line.decode() for sign, line in lines if sign is wanted)
        for wanted in (Sign.REMOVED, Sign.ADDED)
    )
    return Change(removed, added)


def write_index(layout: Layout, previous: Layout | None, change: Change | None) -> None:
    """Write the index of a release whose merge is there: from that of *previous*, or anew."""
    if previous is None or change is None or not _follow(layout, previous, change):
        layout.index.unlink(missing_ok=True)
        build_index(layout.index, read_lines(layout.merge))


def _follow(layout: Layout, previous: Layout, change: Change) -> bool:
    """Say whether the index could be written from that of *previous*."""
    if not is_as_written(previous, previous.index):
        return False
    try:
        store = open_store(previous.store)
        update_index(layout.index, Before(previous.index, store, change.removed, change.added))
    except (RebuildError, ReleaseError, OSError, RuntimeError, sqlite3.Error):
        return False  # whatever is wrong with what is there, all can be made anew
    return True
