"""Search by words: labels of everything, and the words in which statements were said."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from govkg.graph.index.bitsets import bits_of
from govkg.graph.index.database import Database
from govkg.graph.index.gathering import Gathered
from govkg.graph.index.grams import LATIN, folded, grams, match_for, runs
from govkg.graph.index.resources import labels_in
from govkg.graph.index.statements.collecting import Statement
from govkg.vocabulary import RDF, SKOS

PROPERTIES: Final = (f"{SKOS}altLabel", f"{SKOS}inScheme")
TABLES: Final = """
CREATE TABLE named (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind TEXT NOT NULL);
CREATE INDEX named_iri ON named (iri);
CREATE TABLE spelling (text TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE piece USING fts5 (
  label, words, content = '', tokenize = 'unicode61 remove_diacritics 0', prefix = '1'
);
"""
_NEAR: Final = 72
"""How alike, of 100, a near miss must be."""
_SHORTEST: Final = 4
_CANDIDATES: Final = 1000


def write_words(
    database: sqlite3.Connection, gathered: Gathered, statements: Sequence[Statement]
) -> None:
    """Fill the tables: things that have names come first, then the statements in their order."""
    labels: dict[str, list[str]] = defaultdict(list)
    for iri, _, text in labels_in(gathered):
        labels[iri].append(text)
    for iri, value in gathered.pairs(f"{SKOS}altLabel"):
        labels[iri].append(value.value)
    said = {statement.iri for statement in statements}
    things = sorted(iri for iri in labels if iri not in said and "#" not in iri)
    rows: list[tuple[str, list[str], tuple[str, ...]]] = [(iri, labels[iri], ()) for iri in things]
    rows += [(statement.iri, labels[statement.iri], statement.words) for statement in statements]
    numbered = list(enumerate(rows, start=1 - len(things)))
    kinds = _kinds(gathered)
    database.executemany(
        "INSERT INTO named VALUES (?, ?, ?)",
        ((at, row[0], kinds.get(row[0], "")) for at, row in numbered),
    )
    database.executemany(
        "INSERT INTO piece (rowid, label, words) VALUES (?, ?, ?)",
        ((at, _grams(texts), _grams(quoted)) for at, (_, texts, quoted) in numbered),
    )
    spellings = {
        run
        for texts in labels.values()
        for text in texts
        for run, size in runs(folded(text))
        if size == LATIN and len(run) >= _SHORTEST
    }
    database.executemany("INSERT INTO spelling VALUES (?)", ((word,) for word in sorted(spellings)))


def _kinds(gathered: Gathered) -> dict[str, str]:
    """Give for each resource what it is: its scheme, else the class that fewest have."""
    numbers = Counter(kind.value for _, kind in gathered.pairs(f"{RDF}type"))
    kinds: dict[str, str] = {}
    for iri, kind in gathered.pairs(f"{RDF}type"):
        best = min(kind.value, kinds.get(iri, kind.value), key=lambda one: (numbers[one], one))
        kinds[iri] = best
    schemes = {iri: scheme.value for iri, scheme in gathered.pairs(f"{SKOS}inScheme")}
    return kinds | schemes


def _grams(texts: Iterable[str]) -> str:
    return " ".join(map(grams, texts))


def _in_label(text: str) -> str:
    match = match_for(text)
    return f"label : ({match})" if match else ""


class Search:
    """Reads the tables."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database

    def things(self, text: str, limit: int) -> list[str]:
        """List what has *text* in a label and is no statement, in order of IRI."""
        return self._iris(self._matching("rowid <= 0", _in_label(text), limit))

    def kinds(self, iris: Iterable[str]) -> dict[str, str]:
        """Give the class of each of *iris* that has one."""
        query = "SELECT iri, kind FROM named WHERE kind != '' AND iri IN"
        return dict(self._database.among(query, iris))

    def statements(self, text: str) -> int:
        """Give the statements that have *text* in a label or in their words, as a set."""
        return bits_of(at - 1 for at in self._matching("rowid > 0", match_for(text), -1))

    def labelled(self, text: str) -> int:
        """Give those statements that have it in a label."""
        return bits_of(at - 1 for at in self._matching("rowid > 0", _in_label(text), -1))

    def near(self, text: str, limit: int) -> tuple[str, list[str]]:
        """Give *text* with its words as labels spell them, and IRIs whose labels are much like it.

        Either is empty where there is nothing near.
        """
        corrected = folded(text)
        for run, size in runs(corrected):
            if size == LATIN and len(run) >= _SHORTEST:
                best: tuple[str, float, int] | None = process.extractOne(
                    run, self._spellings, scorer=fuzz.ratio, score_cutoff=_NEAR
                )
                corrected = corrected.replace(run, best[0] if best else run)
        pieces = {piece for piece in grams(text).split() if len(piece) > 1}
        if not pieces:
            return "", []
        match = "label : (" + " OR ".join(f'"{piece}"' for piece in sorted(pieces)) + ")"
        candidates = self._iris(self._matching("1", match, _CANDIDATES))
        labels = [
            (iri, folded(label))
            for iri, label in self._database.among(
                "SELECT iri, text FROM label WHERE iri IN", candidates
            )
        ]
        ranked = process.extract(
            folded(text),
            [label for _, label in labels],
            scorer=fuzz.ratio,
            score_cutoff=_NEAR,
            limit=limit,
        )
        near = list(dict.fromkeys(labels[place][0] for _, _, place in ranked))
        return corrected if corrected != folded(text) else "", near

    @cached_property
    def _spellings(self) -> list[str]:
        return [word for (word,) in self._database.rows("SELECT text FROM spelling")]

    def _matching(self, condition: str, match: str, limit: int) -> list[int]:
        if not match:
            return []
        rows = self._database.rows(
            f"SELECT rowid FROM piece WHERE piece MATCH ? AND {condition} ORDER BY rowid LIMIT ?",  # noqa: S608  # conditions are ours
            (match, limit),
        )
        return [at for (at,) in rows]

    def _iris(self, rows: Iterable[int]) -> list[str]:
        query = "SELECT id, iri FROM named WHERE id IN"
        return [iri for _, iri in sorted(self._database.among(query, rows))]
