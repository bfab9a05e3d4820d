"""What a release takes over from the one before, so that it costs what the change does."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final, Self

import duckdb
from pyoxigraph import Quad, RdfFormat, parse

from govkg.errors import ReleaseError
from govkg.formats import N_QUADS, N_TRIPLES, GraphFormat
from govkg.graph.columns.building import build_columns
from govkg.graph.columns.updating import update_columns
from govkg.graph.index import build_index
from govkg.graph.index.gathering import gather
from govkg.graph.index.making.updating import Before, update_index
from govkg.graph.index.statements.collecting import COMMITMENT
from govkg.graph.rebuilding import RebuildError
from govkg.graph.store import StoreChange, build_store, complete_store, follow_store, open_store
from govkg.release.files.counting import count_statements
from govkg.release.files.documents import documents_with
from govkg.release.files.merged import WANTED, Merged
from govkg.release.files.packing import graph_of_line
from govkg.release.files.recounting import Balance, recount_statements
from govkg.release.files.statistics import Statistics, read_statistics
from govkg.release.files.tables.affected import affected_documents
from govkg.release.files.tables.columns import Column, columns_for
from govkg.release.files.tables.nearby import Nearby
from govkg.release.files.tables.parquet import TypedBefore, write_parquet
from govkg.release.files.tables.rows import Table, rows_of
from govkg.release.files.tables.writing import PackedTable, TableWriter
from govkg.release.history.dump import Dump, Sign
from govkg.release.layout import Layout
from govkg.release.manifest import read_manifest
from govkg.release.pieces import SOFTWARE, read_pieces
from govkg.release.verification.checksums import has_whole_dumps, whole_among
from govkg.settings import Dataset

MOST: Final = 20_000
"""How many triples, or quads, may change; where it is more, everything is made anew."""


def can_be_followed(previous: Layout) -> bool:
    """Say whether the dumps of a release are whole, and written as they would be now."""
    try:
        read_manifest(previous.manifest)
        software = read_pieces(previous.pieces).software
    except ReleaseError:
        return False
    return software == SOFTWARE and has_whole_dumps(previous)


@dataclass(frozen=True, slots=True)
class Basis:
    """A release that can be followed; *whole* are those of its files that are as they were written.

    That its dumps are, the caller has made sure of.
    """

    layout: Layout
    whole: frozenset[Path]

    @classmethod
    def of(cls, layout: Layout) -> Self:
        """Read all that something can be taken over from."""
        parts = (layout.store, layout.columns)
        tables = (layout.table, layout.table_pieces, layout.typed_table)
        every = (
            layout.index,
            layout.statistics,
            *tables,
            *(file for part in parts for file in part.glob("*")),
        )
        return cls(layout, whole_among(layout, every))


@dataclass(frozen=True, slots=True)
class Change:
    """The lines that a sorted dump has no more, and those that it has now, sorted."""

    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """A release before, and what came and went since.

    *quads* are of all graphs, *triples* of merges.
    """

    basis: Basis
    quads: Change
    triples: Change

    @property
    def layout(self) -> Layout:
        """Where it is."""
        return self.basis.layout

    @classmethod
    def compared(cls, older: Basis, newer: Layout) -> Self | None:
        """Compare two releases whose dumps are whole; ``None``: too much changed."""
        quads, triples = (_change(older.layout, newer, form) for form in (N_QUADS, N_TRIPLES))
        return cls(older, quads, triples) if quads and triples else None


def _change(older: Layout, newer: Layout, form: GraphFormat) -> Change | None:
    with Dump(older, form) as before, Dump(newer, form) as after:
        lines = list(islice(before.difference(after), MOST + 1))
    if len(lines) > MOST:
        return None
    removed, added = (
        tuple(line.decode() for sign, line in lines if sign is wanted)
        for wanted in (Sign.REMOVED, Sign.ADDED)
    )
    return Change(removed, added)


def write_store(layout: Layout, former: Former | None, loaded: Path | None = None) -> None:
    """Write the store of a release whose dumps are there: from the former one, or anew.

    Or from one that has been *loaded* with its named graphs, if there is one.
    """

    def follow(former: Former) -> None:
        quads, triples = former.quads, former.triples
        # What the default graph holds is the merge, whichever graph says it.
        removed = [*triples.removed, *(line for line in quads.removed if graph_of_line(line))]
        change = StoreChange(_quads(removed), _quads([*triples.added, *quads.added]))
        follow_store(layout.store, former.layout.store, change)

    if former is None or not _follows(former, former.layout.store.glob("*"), follow):
        shutil.rmtree(layout.store, ignore_errors=True)
        if loaded is not None and loaded.exists():
            loaded.rename(layout.store)
            complete_store(layout.store, layout.merge)
        else:
            layout.store.mkdir()
            build_store(layout.store, layout.canonical, layout.merge)


def _quads(lines: Iterable[str]) -> Iterator[Quad]:
    return parse("\n".join(lines), format=RdfFormat.N_QUADS)


def write_index(layout: Layout, merged: Merged, former: Former | None) -> None:
    """Write the index of a release: from the former one, or anew."""

    def follow(former: Former) -> None:
        store = open_store(former.layout.store)
        before = Before(former.layout.index, store, former.triples.removed, former.triples.added)
        update_index(layout.index, before)

    if former is None or not _follows(former, [former.layout.index], follow):
        layout.index.unlink(missing_ok=True)
        build_index(layout.index, merged.gathered)


def write_columns(layout: Layout, former: Former | None) -> None:
    """Write the columns of a release whose merge is there: from the former ones, or anew."""

    def follow(former: Former) -> None:
        update_columns(
            layout.columns, former.layout.columns, former.triples.removed, former.triples.added
        )

    if former is None or not _follows(former, former.layout.columns.glob("*"), follow):
        shutil.rmtree(layout.columns, ignore_errors=True)
        build_columns(layout.columns, layout.merge)


def write_statistics(layout: Layout, dataset: Dataset, former: Former | None) -> None:
    """Write the statistics of a release whose columns are there: counted on, or all anew."""

    def follow(former: Former) -> None:
        if read_manifest(former.layout.manifest).dataset.base_iri != dataset.base_iri:
            raise RebuildError
        before = read_statistics(former.layout.statistics)
        balance = Balance(former.triples.removed, former.triples.added)
        write(recount_statements(before, balance, layout.columns, dataset.base_iri))

    def write(statistics: Statistics) -> None:
        layout.statistics.write_text(statistics.model_dump_json(indent=1), encoding="utf-8")

    if former is None or not _follows(former, [former.layout.statistics], follow):
        write(count_statements(layout.columns, dataset.base_iri))


def write_table(
    layout: Layout, columns: Sequence[Column], merged: Merged, former: Former | None
) -> None:
    """Write the table of a release whose dumps are there: from the former one, or anew."""

    def follow(former: Former) -> None:
        languages = read_manifest(former.layout.manifest).dataset.languages
        if columns_for(languages) != columns:
            raise RebuildError
        before = PackedTable(former.layout.table, former.layout.table_pieces)
        changed = (*former.triples.removed, *former.triples.added)
        store = merged.store
        affected = affected_documents(store, columns, changed)
        with Dump(layout) as dump:
            about = chain.from_iterable(map(dump.about, sorted(affected)))
            near = gather((line.decode() for line in about), WANTED)
        table = Table(Nearby(near, store), columns)
        fresh = dict(rows_of(table, documents_with(near, COMMITMENT)))
        writer = TableWriter(columns)
        done = 0
        for places in before.touched(affected):
            writer.copy(before, range(done, places.start))
            writer.write(
                (name, fresh.get(name, []) if name in affected else known)
                for name, known in before.documents(places, affected)
            )
            done = places.stop
        writer.copy(before, range(done, len(before.pieces)))
        writer.finish(layout.table, layout.table_pieces)

    files = (former.layout.table, former.layout.table_pieces) if former else ()
    if former is None or not _follows(former, files, follow):
        table = Table(merged.gathered, columns)
        writer = TableWriter(columns)
        writer.write(rows_of(table, documents_with(merged.gathered, COMMITMENT)))
        writer.finish(layout.table, layout.table_pieces)


def write_typed_table(layout: Layout, columns: Sequence[Column], former: Former | None) -> None:
    """Write Parquet of a table that is there: row groups from the former one, or all anew."""
    table = PackedTable(layout.table, layout.table_pieces)

    def follow(former: Former) -> None:
        text = PackedTable(former.layout.table, former.layout.table_pieces)
        before = TypedBefore(former.layout.typed_table, columns, text)
        write_parquet(layout.typed_table, columns, table, before)

    old = former.layout if former else layout
    files = (old.table, old.table_pieces, old.typed_table)
    if former is None or not _follows(former, files, follow):
        write_parquet(layout.typed_table, columns, table)


def _follows(former: Former, files: Iterable[Path], follow: Callable[[Former], None]) -> bool:
    """Say whether something could be written from *files* of the release before."""
    if not former.basis.whole.issuperset(files):
        return False
    try:
        follow(former)
    except (RebuildError, ReleaseError, OSError, RuntimeError, sqlite3.Error, duckdb.Error):
        return False  # whatever is wrong with what is there, all can be made anew
    return True
