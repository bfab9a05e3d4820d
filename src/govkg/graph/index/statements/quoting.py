"""Sources, and which stretches of them statements rest on."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Final

from govkg.graph.index.database import Database
from govkg.graph.index.gathering import Gathered, is_iri, value_of
from govkg.graph.index.making.inserting import insert
from govkg.graph.index.parts import Part
from govkg.graph.index.statements.collecting import Stretch, stretch_of
from govkg.vocabulary import DCTERMS, SCHEMA

FILE: Final = f"{SCHEMA}encoding"
PROPERTIES: Final = (
    f"{SCHEMA}url",
    f"{SCHEMA}inLanguage",
    FILE,
    f"{SCHEMA}sha256",
    f"{DCTERMS}extent",
    f"{DCTERMS}hasPart",
)
TABLES: Final = """
CREATE TABLE source (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, event TEXT, url TEXT, language TEXT,
  issued TEXT, sha256 TEXT, length INTEGER, quoted INTEGER, left_out INTEGER
);
CREATE INDEX source_event ON source (event);
CREATE TABLE quoted (source INTEGER, start INTEGER, end INTEGER, statement INTEGER, words TEXT);
CREATE INDEX quoted_source ON quoted (source, start);
"""
_PUT: Final = "INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a source; texts may be empty.

    *length*, *quoted* and *left_out* count code points: of the file that was read (0: unknown), of
    what statements rest on, and of what else was left out for a reason.
    """

    iri: str
    event: str
    url: str
    language: str
    issued: str
    sha256: str
    length: int
    quoted: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """*words* from *start* to *end* of a source, and the number of the statement that has them."""

    start: int
    end: int
    statement: int
    words: str


_COLUMNS: Final = ", ".join(field.name for field in fields(Source))


def write_sources(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put what statements of what *came* rest on in the place of that of what *went*."""
    before = {(source, at) for source, *_, at, _ in _rows(went)}
    after = sorted(_rows(came))
    touched = sorted({*came.sources, *(one for one, _ in before), *(row[0] for row in after)})
    database.executemany(
        "INSERT OR IGNORE INTO source (iri) VALUES (?)", ((iri,) for iri in touched)
    )
    ids = dict(database.execute("SELECT iri, id FROM source"))
    database.executemany(
        "DELETE FROM quoted WHERE source = ? AND statement = ?",
        ((ids[source], at) for source, at in before),
    )
    insert(database, "quoted", ((ids[source], *rest) for source, *rest in after))
    for iri in touched:
        stretches = database.execute(
            "SELECT start, end FROM quoted WHERE source = ?", (ids[iri],)
        ).fetchall()
        if stretches or came.gathered.terms(iri, FILE):
            database.execute(_PUT, (ids[iri], *_source(iri, stretches, came.gathered)))
        else:
            database.execute("DELETE FROM source WHERE id = ?", (ids[iri],))


def described_in(gathered: Gathered) -> set[str]:
    """Give the sources of which it is said what was read."""
    return {iri for iri in gathered.objects(FILE) if is_iri(iri) and gathered.terms(iri, FILE)}


def _rows(part: Part) -> Iterator[tuple[str, int, int, int, str]]:
    for number, statement in part.statements.items():
        for source, start, end, words in statement.quotations:
            yield source, start, end, number, words


def _source(iri: str, stretches: Iterable[Stretch], gathered: Gathered) -> tuple[str | int, ...]:
    def any_of(predicate: str, subject: str = iri) -> str:
        terms = gathered.terms(subject, predicate)
        return min(map(value_of, terms), default="")

    file = any_of(FILE)
    extent = any_of(f"{DCTERMS}extent", file).partition(" ")[0]
    parts = (stretch_of(part, gathered) for part in gathered.iris(iri, f"{DCTERMS}hasPart"))
    left = [part for part in parts if part is not None]
    said = size_of(stretches)
    return (
        iri,
        any_of(f"{SCHEMA}about"),
        any_of(f"{SCHEMA}url"),
        any_of(f"{SCHEMA}inLanguage"),
        any_of(f"{DCTERMS}issued"),
        any_of(f"{SCHEMA}sha256", file),
        int(extent) if extent.isdecimal() else 0,
        said,
        size_of([*stretches, *left]) - said,
    )


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Join stretches that touch or overlap.

    >>> joined([(5, 8), (0, 3), (2, 4)])
    [(0, 4), (5, 8)]
    """
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def size_of(stretches: Iterable[Stretch]) -> int:
    """Count the code points of *stretches*, each once."""
    return sum(end - start for start, end in joined(stretches))


class Sources:
    """Reads the tables."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database

    def known(self, iris: Iterable[str]) -> dict[str, Source]:
        """Give those of *iris* that are sources."""
        rows = self._database.among(
            f"SELECT {_COLUMNS} FROM source WHERE iri IN",  # noqa: S608  # our own columns
            iris,
        )
        return {row[0]: Source(*row) for row in rows}

    def about(self, event: str, limit: int) -> list[Source]:
        """List sources about an event."""
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM source WHERE event = ? ORDER BY issued, iri LIMIT ?",  # noqa: S608  # our own columns
            (event, limit),
        )
        return [Source(*row) for row in rows]

    def quoted(self, source: str, limit: int) -> list[Quoted]:
        """List the first stretches of a source that statements rest on."""
        rows = self._database.rows(
            "SELECT start, end, statement, words FROM quoted"
            " WHERE source = (SELECT id FROM source WHERE iri = ?)"
            " ORDER BY start, statement, end, words LIMIT ?",
            (source, limit),
        )
        return [Quoted(*row) for row in rows]
