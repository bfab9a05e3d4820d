"""What data files say, kept from one reading to the next in a SQLite file."""

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import pyoxigraph
from zlib_ng import zlib_ng

from govkg.validation.engine.packing import LEVEL
from govkg.validation.lines import subject_lines
from govkg.validation.parts.lines import Lines, Packed

_FORMAT: Final = "2"
_TABLE: Final = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS file (
  key TEXT PRIMARY KEY, body BLOB NOT NULL, subjects BLOB NOT NULL, count INTEGER NOT NULL,
  size INTEGER NOT NULL, digest TEXT NOT NULL, checksum TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS made (
  release TEXT PRIMARY KEY, sources TEXT NOT NULL, checksum TEXT NOT NULL);
"""

_Row = tuple[str | bytes | int, ...]


def source_key(content: bytes, manner: tuple[str, ...]) -> str:
    """Name a file by its *content* and what its lines depend on beside it: format, base, graph."""
    name = "\n".join((_FORMAT, pyoxigraph.__version__, *manner, ""))
    return hashlib.sha256(name.encode() + content).hexdigest()


class Subjects:
    """The IRIs that a file says something of, each with its line where that is known; *packed*."""

    def __init__(self, packed: bytes) -> None:
        """Hold what `found` has packed."""
        self.packed: Final = packed

    @classmethod
    def found(cls, lines: Iterable[str], text: str) -> Self:
        """Find them in the *lines* that a file says, and in its *text*."""
        places = dict(reversed(list(subject_lines(text))))
        subjects = {line[1 : line.index(" ") - 1] for line in lines if line[0] == "<"}
        rows = "\n".join(f"{iri} {places.get(iri, '')}" for iri in sorted(subjects))
        return cls(zlib_ng.compress(rows.encode(), LEVEL))

    def __iter__(self) -> Iterator[str]:
        """Give the IRIs."""
        return (row.partition(" ")[0] for row in self._rows())

    def places(self, wanted: AbstractSet[str]) -> Iterator[tuple[str, int | None]]:
        """Give those that are *wanted*, and their lines (from 1)."""
        for row in self._rows():
            iri, _, line = row.partition(" ")
            if iri in wanted:
                yield iri, int(line) if line else None

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Say whether *pattern* is found in the IRIs: a line each, with a space behind it."""
        return pattern.search(self._text()) is not None

    def _rows(self) -> Sequence[str]:
        text = self._text()
        return text.split("\n") if text else []

    def _text(self) -> str:
        return zlib_ng.decompress(self.packed).decode()


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says, and what of."""

    lines: Lines
    subjects: Subjects


class KeptSources:
    """The lines of the files that were read the last time; a damaged file is as good as none.

    A file is known by its content and by all else on which its lines depend.
    """

    def __init__(self, file: Path) -> None:
        """Read what is kept in *file*."""
        self._file = file
        self._release = ""
        self._made: dict[str, str] = {}
        self._known = self._read()
        self._found: dict[str, Said] = {}

    def said(self, key: str, read: Callable[[], Said]) -> Said:
        """Give what a file with this *key* says, as kept or as *read*."""
        said = self._known[key] if key in self._known else read()
        self._found[key] = said
        return said

    def kept_lines(self, key: str) -> Lines | None:
        """Give the lines of a file as kept, or ``None``."""
        return self._known[key].lines if key in self._known else None

    def made(self, release_id: str) -> dict[str, str]:
        """Give what a release was made of, keys by graph; nothing, where that is not known."""
        return self._made if self._release == release_id else {}

    def keep_made(self, release_id: str, made: Mapping[str, str]) -> None:
        """Keep what a release was *made* of, and its lines; let go of those of the one before."""
        if self.made(release_id) == made:
            return
        text = json.dumps(made)
        row = (release_id, text, _checksum(release_id, text.encode()))
        self._release, self._made = release_id, dict(made)
        gone = self._known.keys() - self._found.keys() - set(made.values())
        self._write([(key,) for key in gone], [], [row])

    def keep(self) -> None:
        """Keep what was asked for since and what the last release was made of, nothing else."""
        gone = [
            (key,) for key in self._known.keys() - self._found.keys() - set(self._made.values())
        ]
        fresh = [_row(key, self._found[key]) for key in self._found.keys() - self._known.keys()]
        if gone or fresh:
            self._write(gone, fresh, [])

    def _write(self, gone: Sequence[_Row], fresh: Sequence[_Row], made: Sequence[_Row]) -> None:
        try:
            with closing(self._open()) as database, database:
                database.executemany("DELETE FROM file WHERE key = ?", gone)
                database.executemany("REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)", fresh)
                if made:
                    database.execute("DELETE FROM made")
                database.executemany("INSERT INTO made VALUES (?, ?, ?)", made)
        except (sqlite3.Error, OSError):
            self._file.unlink(missing_ok=True)  # damaged, or no room: begun anew the next time

    def _read(self) -> dict[str, Said]:
        try:
            with closing(self._open()) as database:
                rows = database.execute("SELECT * FROM file").fetchall()
                for release, text, checksum in database.execute("SELECT * FROM made").fetchall():
                    if _checksum(release, text.encode()) == checksum:
                        self._release, self._made = release, json.loads(text)
        except (sqlite3.Error, OSError):
            self._file.unlink(missing_ok=True)
            return {}
        return {
            key: Said(Lines.unpack(Packed(body, *fields)), Subjects(subjects))
            for key, body, subjects, *fields, checksum in rows
            if _checksum(key, body + subjects, *fields) == checksum
        }

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._file, timeout=10)
        database.executescript(_TABLE)
        return database


def _row(key: str, said: Said) -> _Row:
    packed, subjects = said.lines.pack(), said.subjects.packed
    fields = (packed.count, packed.size, packed.digest)
    return key, packed.body, subjects, *fields, _checksum(key, packed.body + subjects, *fields)


def _checksum(key: str, body: bytes, *fields: str | int) -> str:
    return hashlib.sha256(f"{key} {fields}\n".encode() + body).hexdigest()
