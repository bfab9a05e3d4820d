"""All public files of a release, in the order in which they are offered."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from govkg.formats import CSV
from govkg.graph.store import open_store
from govkg.release.files.accounting import Described, account
from govkg.release.files.dumps import write_dumps
from govkg.release.files.following import (
    Former,
    write_columns,
    write_index,
    write_store,
    write_table,
)
from govkg.release.files.statistics import count_statements
from govkg.release.files.tables.codebook import words_for, write_codebook
from govkg.release.files.tables.columns import columns_for
from govkg.release.files.tables.parquet import is_available, write_parquet
from govkg.release.files.tables.rows import Table
from govkg.release.layout import Layout
from govkg.release.manifest import GZIP, PACKED, PublicFile
from govkg.release.pieces import Cut
from govkg.settings import Dataset
from govkg.vocabulary import GOVKG


def write_derived(
    layout: Layout, cuts: Iterable[Cut], dataset: Dataset, *, previous: Layout | None = None
) -> list[PublicFile]:
    """Write all that follows from canonical N-Quads: dumps, store, index, columns, tables.

    The folder for files is there, and empty. What a *previous* release that can be followed has
    already is taken from it.
    """
    dumps = write_dumps(layout, cuts, previous)
    former = Former.compared(previous, layout) if previous else None
    # Both engines let go of the interpreter while they load.
    with ThreadPoolExecutor() as threads:
        store = threads.submit(write_store, layout, former)
        columns = threads.submit(write_columns, layout, former)
        write_index(layout, former)
        store.result()
        columns.result()
    return [*dumps, *write_tables(layout, dataset, former)]


def write_tables(
    layout: Layout, dataset: Dataset, former: Former | None = None
) -> list[PublicFile]:
    """Write statistics and tables of a release whose dumps, store and columns are there."""
    statistics = count_statements(layout.columns, dataset.base_iri)
    layout.statistics.write_text(statistics.model_dump_json(indent=1), encoding="utf-8")
    if f"{GOVKG}Commitment" not in statistics.classes:
        return []
    name = layout.table.name.removesuffix(PACKED)
    codebook = layout.files / f"{name}-metadata.json"
    columns = columns_for(dataset.languages)
    store = open_store(layout.store)
    write_table(layout, Table(store, columns), former)
    words = [(column, words_for(store, column, dataset.languages)) for column in columns]
    write_codebook(codebook, name, dataset, words)
    table = Described(CSV.media_type, "Commitments as a table")
    files = [
        account(layout.table, table, compression=GZIP),
        account(codebook, Described("application/csvm+json", "What its columns hold")),
    ]
    if is_available():
        packed = layout.files / Path(name).with_suffix(".parquet")
        write_parquet(packed, columns, layout.table)
        described = Described("application/vnd.apache.parquet", "Commitments as a typed table")
        files.append(account(packed, described))
    return files
