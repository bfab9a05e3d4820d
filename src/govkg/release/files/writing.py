"""All public files of a release, in the order in which they are offered."""

from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from govkg.formats import CSV
from govkg.graph.store import open_store
from govkg.processes import begun, beside
from govkg.release.files.accounting import Described, account
from govkg.release.files.following import (
    Basis,
    Former,
    write_columns,
    write_index,
    write_statistics,
    write_store,
    write_table,
    write_typed_table,
)
from govkg.release.files.tables.codebook import words_for, write_codebook
from govkg.release.files.tables.columns import columns_for
from govkg.release.files.tables.parquet import is_available
from govkg.release.files.tables.rows import Table
from govkg.release.layout import Layout
from govkg.release.manifest import GZIP, PACKED, PublicFile
from govkg.settings import Dataset
from govkg.vocabulary import GOVKG, RDF

_LITTLE: Final = 1_000_000
"""Packed bytes of a merge up to which a process would take longer to start than to help."""


def write_derived(
    layout: Layout,
    dumps: Iterable[PublicFile],
    dataset: Dataset,
    *,
    previous: Basis | None = None,
) -> list[PublicFile]:
    """Write all that follows from *dumps* that are there: store, index, columns, tables.

    What a *previous* release that can be followed has already is taken from it.
    """
    former = Former.compared(previous, layout) if previous else None
    # Engines let go of the interpreter while they load.
    with _beside(layout, former) as other, ThreadPoolExecutor(1) as thread:
        tables = begun(other, _write_store, layout, dataset, former)
        columns = thread.submit(_write_columns, layout, dataset, former)
        write_index(layout, former)
        columns.result()
        return [*dumps, *tables()]


def _beside(layout: Layout, former: Former | None) -> Executor:
    """Give what works beside this thread: a process, where there is enough to do for one."""
    return beside(1) if former is None and is_much(layout) else ThreadPoolExecutor(1)


def is_much(layout: Layout) -> bool:
    """Say whether a release whose merge is there is so large that another process helps."""
    return layout.merge.stat().st_size >= _LITTLE


def _write_store(layout: Layout, dataset: Dataset, former: Former | None) -> list[PublicFile]:
    write_store(layout, former)
    return write_tables(layout, dataset, former)


def _write_columns(layout: Layout, dataset: Dataset, former: Former | None) -> None:
    write_columns(layout, former)
    write_statistics(layout, dataset, former)


def write_tables(
    layout: Layout, dataset: Dataset, former: Former | None = None
) -> list[PublicFile]:
    """Write the tables of a release whose dumps and store are there: none without commitments."""
    store = open_store(layout.store)
    if not _has_commitments(store):
        return []
    name = layout.table.name.removesuffix(PACKED)
    codebook = layout.files / f"{name}-metadata.json"
    columns = columns_for(dataset.languages)
    write_table(layout, Table(store, columns), former)
    words = [(column, words_for(store, column, dataset.languages)) for column in columns]
    write_codebook(codebook, name, dataset, words)
    table = Described(CSV.media_type, "Commitments as a table")
    files = [
        account(layout.table, table, compression=GZIP),
        account(codebook, Described("application/csvm+json", "What its columns hold")),
    ]
    if is_available():
        write_typed_table(layout, columns, former)
        described = Described("application/vnd.apache.parquet", "Commitments as a typed table")
        files.append(account(layout.typed_table, described))
    return files


def _has_commitments(store: Store) -> bool:
    kind, commitment = NamedNode(f"{RDF}type"), NamedNode(f"{GOVKG}Commitment")
    found = store.quads_for_pattern(None, kind, commitment, DefaultGraph())
    return next(found, None) is not None
