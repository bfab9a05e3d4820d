"""What data files say, kept from one reading to the next in a SQLite file.

Of the files that an edit left alone few are read again: so what is large is fetched once it is
asked for.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

import pyoxigraph

from govkg.publish.sources.subjects import Subjects
from govkg.validation.parts.lines import Lines, Measure

_FORMAT: Final = "4"
_TABLES: Final = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS file (
  key TEXT PRIMARY KEY, count INTEGER NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL,
  checksum TEXT NOT NULL, lines BLOB NOT NULL, subjects BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS answer (
  question TEXT PRIMARY KEY, body TEXT NOT NULL, checksum TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS made (
  release TEXT PRIMARY KEY, sources TEXT NOT NULL, checksum TEXT NOT NULL);
"""
"""What is large stands last: SQLite reads a row only as far as it is asked for."""
_FILES: Final = "SELECT key, count, size, hash, checksum FROM file"
_SEAL: Final = 32
"""Bytes of the checksum ahead of what is large."""

_Row = tuple[str | bytes | int, ...]
_Column = Literal["lines", "subjects"]


def manner_of_reading() -> tuple[str, ...]:
    """Name what the lines of every file depend on."""
    return _FORMAT, pyoxigraph.__version__


def source_key(content: bytes, manner: tuple[str, ...]) -> str:
    """Name a file by its *content* and what its lines depend on beside it: format, base, graph."""
    name = "\n".join((*manner_of_reading(), *manner, ""))
    return hashlib.sha256(name.encode() + content).hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says, and what of."""

    lines: Lines
    subjects: Subjects


class KeptSources:
    """What the files say that were read the last time; damage is as good as nothing. `close` it.

    A file is known by its content and by all else on which its lines depend.
    """

    def __init__(self, file: Path) -> None:
        """Open what is kept in *file*."""
        self._file = file
        self._database: sqlite3.Connection | None = None
        self._release = ""
        self._made: dict[str, str] = {}
        self._known = self._read()
        self._asked: set[str] = set()
        self._fresh: dict[str, Said] = {}
        self._answers: dict[str, str] = {}

    def close(self) -> None:
        """Close the file."""
        if self._database is not None:
            self._database.close()
        self._database = None

    def knows(self, key: str) -> bool:
        """Say whether a file with this *key* was read the last time."""
        return key in self._known

    def said(self, key: str, read: Callable[[], Said]) -> Said:
        """Give what a file with this *key* says, as kept or as *read*."""
        self._asked.add(key)
        if key in self._known:
            return self._kept(key, read)
        self._fresh[key] = said = read()
        return said

    def kept_lines(self, key: str) -> Lines | None:
        """Give the lines of a file as kept, or ``None``."""
        packed = self._fetch("lines", key)
        return None if packed is None else Lines.kept(self._known[key], lambda: packed)

    def answers(self, question: str) -> str | None:
        """Give what sources answered to a *question* the last time, as it was kept."""
        query = "SELECT body, checksum FROM answer WHERE question = ?"
        try:
            row = self._opened().execute(query, (question,)).fetchone()
        except (sqlite3.Error, OSError):
            return None
        return row[0] if row and row[1] == _checksum(question, row[0].encode()) else None

    def keep_answers(self, question: str, body: str) -> None:
        """Keep what sources answer, once the rest is kept."""
        if body != self.answers(question):
            self._answers[question] = body

    def made(self, release_id: str) -> dict[str, str]:
        """Give what a release was made of, keys by graph; nothing, where that is not known."""
        return self._made if self._release == release_id else {}

    def keep_made(self, release_id: str, made: Mapping[str, str]) -> None:
        """Keep what a release was *made* of, and its lines; let go of those of the one before."""
        changes: dict[str, Iterable[_Row]] = {}
        if self.made(release_id) != made:
            self._release, self._made = release_id, dict(made)
            changes["DELETE FROM made"] = [()]
            changes["INSERT INTO made VALUES (?, ?, ?)"] = [_text(release_id, json.dumps(made))]
        self._keep(changes)

    def keep(self) -> None:
        """Keep what was asked for since and what the last release was made of, nothing else."""
        self._keep({})

    def _keep(self, changes: dict[str, Iterable[_Row]]) -> None:
        gone = self._known.keys() - self._asked - set(self._made.values())
        if gone:
            changes["DELETE FROM file WHERE key = ?"] = [(key,) for key in gone]
        if self._answers:
            changes["REPLACE INTO answer VALUES (?, ?, ?)"] = [
                _text(question, body) for question, body in self._answers.items()
            ]
        if self._fresh:
            changes["REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?)"] = (
                _row(key, said) for key, said in self._fresh.items()
            )
        if changes:
            self._write(changes)
        for key in gone:
            del self._known[key]
        self._known |= {key: said.lines.measure for key, said in self._fresh.items()}
        self._fresh.clear()
        self._answers.clear()

    def _kept(self, key: str, read: Callable[[], Said]) -> Said:
        @cache
        def again() -> Said:
            self._known.pop(key, None)
            self._fresh[key] = said = read()
            return said

        def lines() -> bytes:
            packed = self._fetch("lines", key)
            return again().lines.packed if packed is None else packed

        def subjects() -> bytes:
            packed = self._fetch("subjects", key)
            return again().subjects.packed if packed is None else packed

        return Said(Lines.kept(self._known[key], lines), Subjects(subjects))

    def _fetch(self, column: _Column, key: str) -> bytes | None:
        """Give what is kept of a file that is known; ``None`` where it is damaged."""
        if key not in self._known:
            return None
        query = f"SELECT {column} FROM file WHERE key = ?"  # noqa: S608  # our own names
        try:
            row = self._opened().execute(query, (key,)).fetchone()
        except (sqlite3.Error, OSError):
            return None
        sealed: bytes = row[0] if row else b""
        return sealed[_SEAL:] if sealed == _sealed(column, key, sealed[_SEAL:]) else None

    def _write(self, changes: Mapping[str, Iterable[_Row]]) -> None:
        try:
            with self._opened() as database:
                for statement, rows in changes.items():
                    database.executemany(statement, rows)
        except (sqlite3.Error, OSError):
            self._drop()  # damaged, or no room: begun anew the next time

    def _read(self) -> dict[str, Measure]:
        try:
            database = self._opened()
            rows = database.execute(_FILES).fetchall()
            for release, text, checksum in database.execute("SELECT * FROM made").fetchall():
                if _checksum(release, text.encode()) == checksum:
                    self._release, self._made = release, json.loads(text)
        except (sqlite3.Error, OSError):
            self._drop()
            return {}
        return {
            key: Measure(*fields)
            for key, *fields, checksum in rows
            if _checksum(key, str(fields).encode()) == checksum
        }

    def _drop(self) -> None:
        self.close()
        self._file.unlink(missing_ok=True)

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = sqlite3.connect(self._file, timeout=10)
            self._database.executescript(_TABLES)
        return self._database


def _text(name: str, text: str) -> _Row:
    return name, text, _checksum(name, text.encode())


def _row(key: str, said: Said) -> _Row:
    number, size, digest = said.lines.measure
    lines = _sealed("lines", key, said.lines.packed)
    subjects = _sealed("subjects", key, said.subjects.packed)
    checksum = _checksum(key, str([number, size, digest]).encode())
    return key, number, size, digest, checksum, lines, subjects


def _sealed(column: _Column, key: str, body: bytes) -> bytes:
    """Put a checksum ahead of *body*."""
    return hashlib.sha256(f"{column} {key}\n".encode() + body).digest() + body


def _checksum(key: str, body: bytes) -> str:
    return hashlib.sha256(f"{key}\n".encode() + body).hexdigest()
