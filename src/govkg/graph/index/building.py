"""Build the index of a release."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

from pyoxigraph import Quad

from govkg.graph.index import resources, search
from govkg.graph.index.database import VERSION
from govkg.graph.index.gathering import Gathered
from govkg.graph.index.statements import collecting, quoting, writing
from govkg.vocabulary import GOVKG, RDF

_FAST: Final = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;"
"""Nobody reads the file before it is whole and synced."""
_PARTS: Final = (resources, writing, quoting, search)


def build_index(file: Path, quads: Iterable[Quad]) -> None:
    """Write the index of the merge of *quads* to *file*."""
    wanted = (
        f"{RDF}type",
        *resources.LABEL_PROPERTIES,
        *collecting.PROPERTIES,
        *quoting.PROPERTIES,
        *search.PROPERTIES,
    )
    gathered = Gathered(quads, wanted, GOVKG)
    statements = collecting.collect_statements(gathered)
    with closing(sqlite3.connect(file)) as database:
        database.executescript(_FAST + "".join(part.TABLES for part in _PARTS))
        resources.write_resources(database, gathered)
        writing.write_statements(database, gathered, statements)
        quoting.write_sources(database, gathered, statements)
        search.write_words(database, gathered, statements)
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.commit()
