"""All public files of a release, in the order in which they are offered."""

from collections.abc import Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govkg.formats import CSV
from govkg.graph.index.statements.collecting import COMMITMENT
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
from govkg.release.files.merged import Merged
from govkg.release.files.statistics import read_statistics
from govkg.release.files.tables.codebook import words_for, write_codebook
from govkg.release.files.tables.columns import columns_for
from govkg.release.files.tables.parquet import is_available
from govkg.release.layout import Layout
from govkg.release.manifest import GZIP, PACKED, PublicFile
from govkg.settings import Dataset

_LITTLE: Final = 1_000_000
"""Packed bytes of a merge up to which a process would take longer to start than to help."""


@dataclass(frozen=True, slots=True)
class BegunStore:
    """A store whose named graphs *executor*, a process, loads while dumps are still written.

    It is in *folder* once it has all of them; what is given to the same process then comes later.
    """

    executor: Executor
    folder: Path


def write_derived(
    layout: Layout,
    dumps: Iterable[PublicFile],
    dataset: Dataset,
    *,
    previous: Basis | None = None,
    begun_store: BegunStore | None = None,
) -> list[PublicFile]:
    """Write all that follows from *dumps* that are there: store, index, columns, tables.

    What a *previous* release that can be followed has already is taken from it; a *begun_store*
    is completed.
    """
    former = Former.compared(previous, layout) if previous else None
    loaded = begun_store.folder if begun_store else None
    other = nullcontext(begun_store.executor) if begun_store else _beside(layout, former)
    with other as executor, ThreadPoolExecutor(1) as thread:
        store = begun(executor, write_store, layout, former, loaded)
        columns = thread.submit(_write_columns, layout, dataset, former)
        merged = Merged(layout, stored=store, in_columns=columns.result)
        write_index(layout, merged, former)
        files = write_tables(layout, dataset, merged, former)
        store()
        return [*dumps, *files]


def _beside(layout: Layout, former: Former | None) -> Executor:
    """Give what works beside this thread: a process, where there is enough to do for one."""
    return beside(1) if former is None and is_much(layout) else ThreadPoolExecutor(1)


def is_much(layout: Layout) -> bool:
    """Say whether a release whose merge is there is so large that another process helps."""
    return layout.merge.stat().st_size >= _LITTLE


def _write_columns(layout: Layout, dataset: Dataset, former: Former | None) -> None:
    write_columns(layout, former)
    write_statistics(layout, dataset, former)


def write_tables(
    layout: Layout, dataset: Dataset, merged: Merged, former: Former | None = None
) -> list[PublicFile]:
    """Write the tables of a release whose dumps are there: none without commitments."""
    statements = merged.statements
    if COMMITMENT not in read_statistics(layout.statistics).classes:
        return []
    name = layout.table.name.removesuffix(PACKED)
    codebook = layout.files / f"{name}-metadata.json"
    columns = columns_for(dataset.languages)
    write_table(layout, columns, merged, former)
    words = [(column, words_for(statements, column, dataset.languages)) for column in columns]
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
