"""Which resources share a document, the members of a class a page at a time, labels by language."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode
from rapidfuzz import fuzz, process

from govkg.graph.index.database import Database
from govkg.graph.index.gathering import Gathered
from govkg.iris import document_of
from govkg.vocabulary import DCTERMS, FOAF, RDF, RDFS, SCHEMA, SKOS

LABEL_PROPERTIES: Final = (
    f"{SKOS}prefLabel",
    f"{RDFS}label",
    f"{SCHEMA}name",
    f"{DCTERMS}title",
    f"{FOAF}name",
)
"""Later ones yield to earlier ones."""

_NEIGHBOURS: Final = 5000
_ALIKE: Final = 60
"""How many IRIs are compared, and how alike, of 100, two must be."""
TABLES: Final = """
CREATE TABLE resource (iri TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX resource_document ON resource (document);
CREATE TABLE member (class TEXT, iri TEXT, PRIMARY KEY (class, iri)) WITHOUT ROWID;
CREATE INDEX member_class ON member (iri);
CREATE TABLE label (iri TEXT, language TEXT, text TEXT, PRIMARY KEY (iri, language)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Label:
    """A name and its language tag (empty where it has none)."""

    text: str
    language: str


def write_resources(database: sqlite3.Connection, gathered: Gathered) -> None:
    """Fill the tables."""
    members = {
        (kind.value, iri)
        for iri, kind in gathered.pairs(f"{RDF}type")
        if isinstance(kind, NamedNode)
    }
    database.executemany(
        "INSERT INTO resource VALUES (?, ?)",
        ((iri, document_of(iri)) for iri in sorted(gathered.subjects)),
    )
    database.executemany("INSERT INTO member VALUES (?, ?)", sorted(members))
    database.executemany("INSERT INTO label VALUES (?, ?, ?)", sorted(labels_in(gathered)))


def labels_in(gathered: Gathered) -> Iterator[tuple[str, str, str]]:
    """Give each resource with a language and its label in it."""
    ranked: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for rank, predicate in enumerate(LABEL_PROPERTIES):
        for iri, value in gathered.pairs(predicate):
            if isinstance(value, Literal):
                ranked[iri, value.language or ""].append((rank, value.value))
    for (iri, language), texts in ranked.items():
        yield iri, language, min(texts)[1]


class Resources:
    """Reads the tables."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database

    def resources(self, document: str) -> list[str]:
        """List the subjects that *document* describes: the entity and its fragments."""
        rows = self._database.rows(
            "SELECT iri FROM resource WHERE document = ? ORDER BY iri", (document,)
        )
        return [row[0] for row in rows]

    def members(self, class_iri: str, *, after: str = "", limit: int = 100) -> list[str]:
        """List the members of a class in order of IRI, *limit* of them behind *after*."""
        rows = self._database.rows(
            "SELECT iri FROM member WHERE class = ? AND iri > ? ORDER BY iri LIMIT ?",
            (class_iri, after, limit),
        )
        return [row[0] for row in rows]

    def classes(self, iri: str) -> list[str]:
        """List the classes of *iri*, in order of IRI."""
        rows = self._database.rows("SELECT class FROM member WHERE iri = ? ORDER BY class", (iri,))
        return [row[0] for row in rows]

    def described(self, iris: Iterable[str]) -> set[str]:
        """Give those of *iris* that the release says something of."""
        return {
            row[0] for row in self._database.among("SELECT iri FROM resource WHERE iri IN", iris)
        }

    def neighbours(self, iri: str, limit: int) -> list[str]:
        """List documents whose IRIs are much like *iri*: under the same parent, spelt alike."""
        parent = iri.rstrip("/").rpartition("/")[0] + "/"
        rows = self._database.rows(
            "SELECT DISTINCT document FROM resource WHERE iri >= ? AND iri < ? LIMIT ?",
            (parent, parent[:-1] + chr(ord("/") + 1), _NEIGHBOURS),
        )
        tails = {row[0]: row[0].removeprefix(parent) for row in rows}
        ranked = process.extract(
            iri.removeprefix(parent), tails, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=limit
        )
        return [document for _, _, document in ranked]

    def class_counts(self) -> dict[str, int]:
        """Count the members of each class."""
        rows = self._database.rows("SELECT class, COUNT(*) FROM member GROUP BY class")
        return {class_iri: int(number) for class_iri, number in rows}

    def labels(self, iris: Iterable[str]) -> dict[str, list[Label]]:
        """Give the labels of each of *iris* that has one."""
        found: dict[str, list[Label]] = defaultdict(list)
        rows = self._database.among("SELECT iri, language, text FROM label WHERE iri IN", iris)
        for iri, language, text in rows:
            found[iri].append(Label(text, language))
        return dict(found)
