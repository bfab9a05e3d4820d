"""What data files say, kept from one reading to the next in a SQLite file."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pyoxigraph

from govkg.validation.parts.lines import Lines, Packed

_FORMAT: Final = "1"
_TABLE: Final = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS source (
  key TEXT PRIMARY KEY, body BLOB NOT NULL, count INTEGER NOT NULL, size INTEGER NOT NULL,
  digest TEXT NOT NULL, checksum TEXT NOT NULL);
"""


class KeptSources:
    """The lines of the files that were read the last time; a damaged file is as good as none.

    A file is known by its content and by all else on which its lines depend.
    """

    def __init__(self, file: Path) -> None:
        """Read what is kept in *file*."""
        self._file = file
        self._known = self._read()
        self._found: dict[str, Lines] = {}

    def lines(self, content: bytes, manner: tuple[str, ...], read: Callable[[], Lines]) -> Lines:
        """Give the lines of a file with this *content*, as kept or as *read*.

        *manner* is what they depend on beside it: format, base, graph.
        """
        name = "\n".join((_FORMAT, pyoxigraph.__version__, *manner, ""))
        key = hashlib.sha256(name.encode() + content).hexdigest()
        lines = self._known[key] if key in self._known else read()
        self._found[key] = lines
        return lines

    def keep(self) -> None:
        """Keep what was asked for since, and nothing else."""
        gone = [(key,) for key in self._known.keys() - self._found.keys()]
        fresh = [_row(key, self._found[key]) for key in self._found.keys() - self._known.keys()]
        if not gone and not fresh:
            return
        try:
            with closing(self._open()) as database, database:
                database.executemany("DELETE FROM source WHERE key = ?", gone)
                database.executemany("REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?)", fresh)
        except (sqlite3.Error, OSError):
            self._file.unlink(missing_ok=True)  # damaged, or no room: begun anew the next time

    def _read(self) -> dict[str, Lines]:
        try:
            with closing(self._open()) as database:
                rows = database.execute("SELECT * FROM source").fetchall()
        except (sqlite3.Error, OSError):
            self._file.unlink(missing_ok=True)
            return {}
        return {
            key: Lines.unpack(Packed(*fields))
            for key, *fields, checksum in rows
            if _checksum(key, *fields) == checksum
        }

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=10)
        database.executescript(_TABLE)
        return database


def _row(key: str, lines: Lines) -> tuple[str | bytes | int, ...]:
    packed = lines.pack()
    fields = (packed.body, packed.count, packed.size, packed.digest)
    return (key, *fields, _checksum(key, *fields))


def _checksum(key: str, body: bytes, *fields: str | int) -> str:
    return hashlib.sha256(f"{key} {fields}\n".encode() + body).hexdigest()
