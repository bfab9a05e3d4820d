"""Answer a query from the columns of a release, where they can."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

from govkg.graph.columns.catalogue import Catalogue, resolve
from govkg.graph.columns.grammar import read_selection
from govkg.graph.columns.rows import RowWriter, remembering
from govkg.graph.columns.selection import NotTakenError
from govkg.graph.columns.translation import translate

_CHUNK: Final = 10_000


class Columns:
    """The columns of one release, open for reading in one process."""

    def __init__(self, folder: Path) -> None:
        """Open the columns in *folder*.

        Raises:
            OSError: they are not there.
        """
        self._catalogue = Catalogue(folder)
        self._cell = remembering(self._catalogue.terms)

    def read_all(self) -> None:
        """Read all of it, for processes that are forked from this one to share."""
        self._catalogue.read_all()

    def select(self, query: str, base_iri: str) -> Iterator[bytes] | None:
        """Answer *query* in the JSON of SPARQL 1.1 results, a piece at a time.

        ``None`` says that it is not answered here, for whatever reason.
        """
        try:
            selection = read_selection(query)
            statement = translate(selection, self._catalogue, resolve(selection, base_iri))
            result = self._catalogue.database.execute(statement.sql, statement.values)
            names = [column.name for column in selection.columns]
            writer = RowWriter(names, statement.kinds, self._cell)
            # All sums are read before the first is said: one that is too large changes the answer.
            rows = result.fetchall() if "sum" in statement.kinds else result.fetchmany(_CHUNK)
            first = writer.write(rows)
        except (NotTakenError, duckdb.Error):
            return None
        return _pieces(names, first, result, writer)


def _pieces(names: list[str], first: str, result: Any, writer: RowWriter) -> Iterator[bytes]:
    yield b'{"head":{"vars":' + json.dumps(names, separators=(",", ":")).encode()
    yield b'},"results":{"bindings":['
    text, comma = first, ""
    while text:
        yield f"{comma}{text}".encode()
        text, comma = writer.write(result.fetchmany(_CHUNK)), ","
    yield b"]}}"
