"""A small SQLite index beside the store: what it answers, a triple store can only answer by a scan.

Which resources share a document, the members of a class a page at a time, a label by language.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Triple

from govkg.errors import ReleaseError
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

_CHUNK: Final = 500
_TABLES: Final = """
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


def build_index(file: Path, quads: Iterable[Quad]) -> None:
    """Write the index of the merge of *quads* to *file*."""
    triples = {quad.triple for quad in quads}
    subjects = {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}
    members = {
        (triple.object.value, triple.subject.value)
        for triple in triples
        if triple.predicate.value == f"{RDF}type"
        and isinstance(triple.subject, NamedNode)
        and isinstance(triple.object, NamedNode)
    }
    with closing(sqlite3.connect(file)) as database:
        database.executescript(_TABLES)
        database.executemany(
            "INSERT INTO resource VALUES (?, ?)",
            ((iri, document_of(iri)) for iri in sorted(subjects)),
        )
        database.executemany("INSERT INTO member VALUES (?, ?)", sorted(members))
        database.executemany("INSERT INTO label VALUES (?, ?, ?)", sorted(_labels(triples)))
        database.commit()


def _labels(triples: Iterable[Triple]) -> Iterator[tuple[str, str, str]]:
    ranked: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    ranks = {iri: rank for rank, iri in enumerate(LABEL_PROPERTIES)}
    for triple in triples:
        subject, value = triple.subject, triple.object
        rank = ranks.get(triple.predicate.value)
        if rank is not None and isinstance(value, Literal) and isinstance(subject, NamedNode):
            ranked[subject.value, value.language or ""].append((rank, value.value))
    for (iri, language), texts in ranked.items():
        yield iri, language, min(texts)[1]


class Index:
    """Read an index file, from any thread."""

    def __init__(self, file: Path) -> None:
        """Open *file* read-only.

        Raises:
            ReleaseError: it is not there.
        """
        if not file.is_file():
            raise ReleaseError(f"{file}: no index here; publish again")
        self._lock = Lock()
        self._database = sqlite3.connect(
            f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )

    def close(self) -> None:
        """Close the connection."""
        self._database.close()

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[str, ...]]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def resources(self, document: str) -> list[str]:
        """List the subjects that *document* describes: the entity and its fragments."""
        rows = self._rows("SELECT iri FROM resource WHERE document = ? ORDER BY iri", (document,))
        return [row[0] for row in rows]

    def members(self, class_iri: str, *, after: str = "", limit: int = 100) -> list[str]:
        """List the members of a class in order of IRI, *limit* of them behind *after*."""
        rows = self._rows(
            "SELECT iri FROM member WHERE class = ? AND iri > ? ORDER BY iri LIMIT ?",
            (class_iri, after, limit),
        )
        return [row[0] for row in rows]

    def classes(self, iri: str) -> list[str]:
        """List the classes of *iri*, in order of IRI."""
        rows = self._rows("SELECT class FROM member WHERE iri = ? ORDER BY class", (iri,))
        return [row[0] for row in rows]

    def described(self, iris: Iterable[str]) -> set[str]:
        """Give those of *iris* that the release says something of."""
        return {row[0] for row in self._among("SELECT iri FROM resource WHERE iri IN", iris)}

    def class_counts(self) -> dict[str, int]:
        """Count the members of each class."""
        rows = self._rows("SELECT class, COUNT(*) FROM member GROUP BY class")
        return {class_iri: int(number) for class_iri, number in rows}

    def labels(self, iris: Iterable[str]) -> dict[str, list[Label]]:
        """Give the labels of each of *iris* that has one."""
        found: dict[str, list[Label]] = defaultdict(list)
        rows = self._among("SELECT iri, language, text FROM label WHERE iri IN", iris)
        for iri, language, text in rows:
            found[iri].append(Label(text, language))
        return dict(found)

    def _among(self, query: str, iris: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Give the rows of a query that ends in ``IN``, for any number of *iris*."""
        wanted = list(dict.fromkeys(iris))
        for start in range(0, len(wanted), _CHUNK):
            chunk = wanted[start : start + _CHUNK]
            marks = ",".join("?" * len(chunk))
            yield from self._rows(f"{query} ({marks})", chunk)
