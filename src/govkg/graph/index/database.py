"""The index as a file: its version, and reading from it in any thread."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

from govkg.errors import ReleaseError
from govkg.iris import document_of

VERSION: Final = 8
"""Raised when the tables change; an index of another version is built again by publishing."""
_FEW: Final = 16
"""Values up to which a query has a place for each..."""
_STATEMENTS: Final = 512
"""...and so many of the queries that come of it are kept prepared."""

Row = tuple[Any, ...]


class Database:
    """An index, open for reading."""

    def __init__(self, file: Path) -> None:
        """Open *file* read-only.

        Raises:
            ReleaseError: it is not there, or another version of govkg wrote it.
        """
        if not file.is_file():
            raise ReleaseError(f"{file}: no index here; publish again")
        self._lock = Lock()
        self._connection = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
            cached_statements=_STATEMENTS,
        )
        # Read in place: otherwise each page that is not at hand is a call of the system.
        self.rows(f"PRAGMA mmap_size = {file.stat().st_size}")
        if self.rows("PRAGMA user_version") != [(VERSION,)]:
            self.close()
            raise ReleaseError(f"{file}: an index of another version of govkg; publish again")

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def rows(self, query: str, values: Sequence[object] = ()) -> list[Row]:
        """Give all rows of *query*."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    def among(self, query: str, wanted: Iterable[str | int], *before: str) -> list[Row]:
        """Give the rows of a query that ends in ``IN``, for any number of *wanted* values.

        The values *before* are those of the query itself.
        """
        values = list(dict.fromkeys(wanted))
        # To read an array takes longer than to find a few rows.
        if len(values) <= _FEW:
            return self.rows(f"{query} ({', '.join('?' * len(values))})", (*before, *values))
        several = json.dumps(values)
        return self.rows(f"{query} (SELECT value FROM json_each(?))", (*before, several))  # noqa: S608  # no value is in it

    def named(
        self, columns: str, table: str, iris: Iterable[str], *, beside: str = ""
    ) -> list[Row]:
        """Give *columns* of those rows of a *table* about *iris*, each the ``key`` of *wanted*.

        What stands about the same *beside*, in another table, is ``NULL`` where nothing does.
        """
        # Each with the length of its document: cheaper to take apart there than a list of pairs.
        names = json.dumps({iri: len(document_of(iri)) for iri in iris})
        query = (
            f"{columns} FROM json_each(?) AS wanted"
            " CROSS JOIN document ON document.iri = substr(wanted.key, 1, wanted.value)"
            f" CROSS JOIN {table} ON {table}.document = document.id"
            f" AND {table}.fragment = substr(wanted.key, wanted.value + 1)"
        )
        if beside:
            query += (
                f" LEFT JOIN {beside} ON {beside}.document = {table}.document"
                f" AND {beside}.fragment = {table}.fragment"
            )
        return self.rows(query, (names,))
