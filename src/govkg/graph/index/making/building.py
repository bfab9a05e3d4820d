"""Build the index of a release."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from govkg.graph.index import labels, naming
from govkg.graph.index.database import VERSION
from govkg.graph.index.gathering import Gathered
from govkg.graph.index.making.numbering import number_documents
from govkg.graph.index.parts import NOTHING, Part
from govkg.graph.index.statements import collecting, numbering, ordering, quoting, writing
from govkg.graph.index.words import writing as wording
from govkg.iris import document_of

PROPERTIES: Final = frozenset(
    (
        *labels.LABEL_PROPERTIES,
        *naming.PROPERTIES,
        *collecting.PROPERTIES,
        *quoting.PROPERTIES,
        *wording.PROPERTIES,
    )
)
"""What is gathered beside the terms of the ontology."""

_FAST: Final = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;"
"""Nobody reads the file before it is whole and synced."""
_PARTS: Final = (naming, writing, ordering, quoting, wording)


def build_index(file: Path, gathered: Gathered) -> None:
    """Write to *file* the index of a merge, of which `PROPERTIES` are *gathered*."""
    statements = numbering.numbered(collecting.collect_statements(gathered))
    with closing(sqlite3.connect(file)) as database:
        database.executescript(_FAST + "".join(part.TABLES for part in _PARTS))
        documents = number_documents(database, map(document_of, gathered.subjects))
        everything = Part(
            gathered,
            labels.labels_in(gathered),
            gathered.subjects,
            statements,
            quoting.described_in(gathered),
            documents,
        )
        write_part(database, everything, NOTHING)
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.commit()


def write_part(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put the rows of what *came* in the place of those of what *went*."""
    naming.write_resources(database, came, went)
    writing.write_statements(database, came, went)
    ordering.write_orderings(database, came, went)
    quoting.write_sources(database, came, went)
    wording.write_words(database, came, went)
