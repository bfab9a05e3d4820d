"""Write what a search looks through: labels of everything, the words in which statements were said.

Things that have names come first, by the numbers of their documents; statements behind them, by
theirs.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from govkg.graph.index.gathering import value_of
from govkg.graph.index.naming import labels_of
from govkg.graph.index.parts import Part
from govkg.graph.index.words.grams import LATIN, folded, grams, runs
from govkg.vocabulary import SKOS

PROPERTIES: Final = (f"{SKOS}altLabel",)
TABLES: Final = """
CREATE TABLE spelling (text TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE piece USING fts5 (
  label, words, content = '', tokenize = 'unicode61 remove_diacritics 0', prefix = '1'
);
"""
SHORTEST: Final = 4
"""How long a word is, at least, whose spelling is kept."""
_ADD: Final = "INSERT INTO piece (rowid, label, words) VALUES (?, ?, ?)"
_DROP: Final = "INSERT INTO piece (piece, rowid, label, words) VALUES ('delete', ?, ?, ?)"
_USE: Final = """
INSERT INTO spelling VALUES (?, ?) ON CONFLICT (text) DO UPDATE SET uses = uses + excluded.uses
"""

Entry = tuple[int, str, str]
"""A row: its number, the pieces of labels, the pieces of quoted words."""


def write_words(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put the words of what *came* in the place of those of what *went*."""
    # In this order: to take a row out is to say its words again, whatever has its number.
    database.executemany(_DROP, _entries(went))
    database.executemany(_ADD, _entries(came))
    uses = _spellings(came)
    uses.subtract(_spellings(went))
    database.executemany(_USE, sorted(uses.items()))
    database.execute("DELETE FROM spelling WHERE uses = 0")


def _entries(part: Part) -> Iterator[Entry]:
    said = {one.iri for one in part.statements.values()}
    for iri in sorted(part.subjects):
        texts = _texts(part, iri)
        if texts and iri not in said and "#" not in iri:
            yield part.documents[iri], _grams(texts), ""
    for at, one in part.statements.items():
        yield at + 1, _grams(_texts(part, one.iri)), _grams(one.words)


def _texts(part: Part, iri: str) -> list[str]:
    others = sorted(map(value_of, part.gathered.terms(iri, PROPERTIES[0])))
    return [text for _, text in labels_of(part.gathered, iri)] + others


def _spellings(part: Part) -> Counter[str]:
    return Counter(
        run
        for iri in part.subjects
        for text in _texts(part, iri)
        for run, size in runs(folded(text))
        if size == LATIN and len(run) >= SHORTEST
    )


def _grams(texts: Iterable[str]) -> str:
    return " ".join(map(grams, texts))
