"""Sources, and which stretches of them statements rest on."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from govkg.graph.index.database import Database
from govkg.graph.index.gathering import Gathered
from govkg.graph.index.statements.collecting import SOURCE, Statement
from govkg.vocabulary import DCTERMS, OA, PROV, SCHEMA

PROPERTIES: Final = (
    f"{SCHEMA}url",
    f"{SCHEMA}inLanguage",
    f"{SCHEMA}encoding",
    f"{SCHEMA}sha256",
    f"{DCTERMS}extent",
    f"{DCTERMS}hasPart",
    f"{OA}end",
)
TABLES: Final = """
CREATE TABLE source (
  iri TEXT PRIMARY KEY, event TEXT, url TEXT, language TEXT, issued TEXT, sha256 TEXT,
  length INTEGER, quoted INTEGER, left_out INTEGER
) WITHOUT ROWID;
CREATE INDEX source_event ON source (event);
CREATE TABLE quoted (source TEXT, start INTEGER, end INTEGER, statement INTEGER, words TEXT);
CREATE INDEX quoted_source ON quoted (source, start);
"""
Stretch = tuple[int, int]
"""From and to, in code points; the second is not part of it."""


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


def write_sources(
    database: sqlite3.Connection, gathered: Gathered, statements: Sequence[Statement]
) -> None:
    """Fill the tables."""
    rows = [
        (source, start, end, number, words)
        for number, statement in enumerate(statements)
        for excerpt in gathered.iris(statement.iri, f"{PROV}wasDerivedFrom")
        for source in gathered.iris(excerpt, SOURCE)
        for start, end, words in _quoted(excerpt, gathered)
    ]
    database.executemany("INSERT INTO quoted VALUES (?, ?, ?, ?, ?)", sorted(rows))
    stretches: dict[str, list[Stretch]] = {}
    for source, start, end, _, _ in rows:
        stretches.setdefault(source, []).append((start, end))
    known = {iri for iri, _ in gathered.pairs(f"{SCHEMA}encoding")} | stretches.keys()
    database.executemany(
        "INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_source(iri, stretches.get(iri, ()), gathered) for iri in sorted(known)),
    )


def _quoted(excerpt: str, gathered: Gathered) -> Iterable[tuple[int, int, str]]:
    selectors = gathered.iris(excerpt, f"{OA}hasSelector")
    words = [text for one in selectors for text in gathered.texts(one, f"{OA}exact")]
    for selector in selectors:
        place = _stretch(selector, gathered)
        if place is not None:
            yield *place, next(iter(words), "")


def _stretch(selector: str, gathered: Gathered) -> Stretch | None:
    start = gathered.text(selector, f"{OA}start") or ""
    end = gathered.text(selector, f"{OA}end") or ""
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


def _source(iri: str, stretches: Iterable[Stretch], gathered: Gathered) -> tuple[str | int, ...]:
    def any_of(predicate: str, subject: str = iri) -> str:
        terms = gathered.terms(subject, predicate)
        return min((term.value for term in terms), default="")

    file = any_of(f"{SCHEMA}encoding")
    extent = any_of(f"{DCTERMS}extent", file).partition(" ")[0]
    parts = (_stretch(part, gathered) for part in gathered.iris(iri, f"{DCTERMS}hasPart"))
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
        rows = self._database.among("SELECT * FROM source WHERE iri IN", iris)
        return {row[0]: Source(*row) for row in rows}

    def about(self, event: str, limit: int) -> list[Source]:
        """List sources about an event."""
        rows = self._database.rows(
            "SELECT * FROM source WHERE event = ? ORDER BY issued, iri LIMIT ?", (event, limit)
        )
        return [Source(*row) for row in rows]

    def quoted(self, source: str, limit: int) -> list[Quoted]:
        """List the first stretches of a source that statements rest on."""
        rows = self._database.rows(
            "SELECT start, end, statement, words FROM quoted WHERE source = ?"
            " ORDER BY start, statement LIMIT ?",
            (source, limit),
        )
        return [Quoted(*row) for row in rows]
