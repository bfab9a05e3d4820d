"""What a release takes over from the one before, so that it costs what the change does."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, Self

import duckdb

from govkg.errors import ReleaseError
from govkg.graph.columns.building import build_columns
from govkg.graph.columns.updating import update_columns
from govkg.graph.index import build_index
from govkg.graph.index.making.updating import Before, update_index
from govkg.graph.rebuilding import RebuildError
from govkg.graph.store import open_store
from govkg.release.canonical import read_lines
from govkg.release.history.dump import Dump, Sign
from govkg.release.layout import Layout
from govkg.release.verification.checksums import are_as_written

MOST: Final = 20_000
"""How many triples may change; where it is more, everything is made anew."""


@dataclass(frozen=True, slots=True)
class Former:
    """A release before, and the sorted N-Triples that its merge has lost and got since."""

    layout: Layout
    removed: tuple[str, ...]
    added: tuple[str, ...]

    @classmethod
    def compared(cls, older: Layout | None, newer: Layout) -> Self | None:
        """Compare two merges; ``None`` is too much of a change, or nothing to compare with."""
        if older is None:
            return None
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
        return cls(older, removed, added)


def write_index(layout: Layout, former: Former | None) -> None:
    """Write the index of a release whose merge is there: from the former one, or anew."""

    def follow(former: Former) -> None:
        store = open_store(former.layout.store)
        before = Before(former.layout.index, store, former.removed, former.added)
        update_index(layout.index, before)

    if former is None or not _follows(former, [former.layout.index], follow):
        layout.index.unlink(missing_ok=True)
        build_index(layout.index, read_lines(layout.merge))


def write_columns(layout: Layout, former: Former | None) -> None:
    """Write the columns of a release whose merge is there: from the former ones, or anew."""

    def follow(former: Former) -> None:
        update_columns(layout.columns, former.layout.columns, former.removed, former.added)

    if former is None or not _follows(former, former.layout.columns.glob("*"), follow):
        shutil.rmtree(layout.columns, ignore_errors=True)
        build_columns(layout.columns, layout.merge)


def _follows(former: Former, files: Iterable[Path], follow: Callable[[Former], None]) -> bool:
    """Say whether something could be written from *files* of the release before."""
    if not are_as_written(former.layout, files):
        return False
    try:
        follow(former)
    except (RebuildError, ReleaseError, OSError, RuntimeError, sqlite3.Error, duckdb.Error):
        return False  # whatever is wrong with what is there, all can be made anew
    return True
