"""All public files of a release, in the order in which they are offered."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from govkg.formats import CSV
from govkg.graph.store import open_store
from govkg.release.files.accounting import Described, account, account_with_gzip
from govkg.release.files.documents import documents_with
from govkg.release.files.dumps import Lines, write_dumps, write_lines
from govkg.release.files.following import Former, write_columns, write_index, write_store
from govkg.release.files.statistics import count_statements
from govkg.release.files.tables.codebook import words_for, write_codebook
from govkg.release.files.tables.columns import columns_for
from govkg.release.files.tables.parquet import is_available, write_parquet
from govkg.release.files.tables.rows import Table, read_csv, write_csv
from govkg.release.layout import Layout
from govkg.release.manifest import PublicFile
from govkg.settings import Dataset
from govkg.vocabulary import GOVKG

TABLE: Final = "commitments.csv"


def write_derived(
    layout: Layout, lines: Iterable[str], dataset: Dataset, *, previous: Layout | None = None
) -> list[PublicFile]:
    """Write all that follows from canonical N-Quads *lines*: dumps, store, index, columns, tables.

    The folder for files is there, and empty. What a *previous* release has already is
    taken from it.
    """
    written = write_lines(layout.files, lines)
    former = Former.compared(previous, layout)
    # Both engines let go of the interpreter while they load.
    with ThreadPoolExecutor() as threads:
        store = threads.submit(write_store, layout, former)
        columns = threads.submit(write_columns, layout, former)
        write_index(layout, former)
        store.result()
        columns.result()
    return write_files(layout, written, dataset)


def write_files(layout: Layout, lines: Lines, dataset: Dataset) -> list[PublicFile]:
    """Write dumps, table and statistics of a release whose *lines*, store and index are there."""
    files = write_dumps(layout.files, lines)
    statistics = count_statements(layout.merge, dataset.base_iri)
    layout.statistics.write_text(statistics.model_dump_json(indent=1), encoding="utf-8")
    if f"{GOVKG}Commitment" in statistics.classes:
        files += _write_tables(layout, dataset)
    return files


def _write_tables(layout: Layout, dataset: Dataset) -> list[PublicFile]:
    file = layout.files / TABLE
    codebook = file.with_name(f"{TABLE}-metadata.json")
    packed = file.with_suffix(".parquet")
    store = open_store(layout.store)
    columns = columns_for(dataset.languages)
    table = Table(store, columns)
    documents = documents_with(layout.merge, f"{GOVKG}Commitment")
    write_csv(file, columns, table.rows(documents))
    words = [(column, words_for(store, column, dataset.languages)) for column in columns]
    write_codebook(codebook, file.name, dataset, words)
    files = [
        *account_with_gzip(file, Described(CSV.media_type, "Commitments as a table")),
        account(codebook, Described("application/csvm+json", "What its columns hold")),
    ]
    if is_available():
        write_parquet(packed, columns, read_csv(file, columns))
        described = Described("application/vnd.apache.parquet", "Commitments as a typed table")
        files.append(account(packed, described))
    return files
