"""Write which resources there are: their documents, classes, and labels by language."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Final

from govkg.graph.index.gathering import Gathered, literal_of
from govkg.graph.index.parts import Part
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

CLASS: Final = f"{RDF}type"
SCHEME: Final = f"{SKOS}inScheme"
PROPERTIES: Final = (*LABEL_PROPERTIES, CLASS, SCHEME)
TABLES: Final = """
CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE resource (
  document INTEGER, fragment TEXT, classes TEXT, scheme TEXT, PRIMARY KEY (document, fragment)
) WITHOUT ROWID;
CREATE TABLE class (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, members INTEGER NOT NULL);
CREATE TABLE member (
  class INTEGER, document INTEGER, fragment TEXT, PRIMARY KEY (class, document, fragment)
) WITHOUT ROWID;
CREATE TABLE label (
  document INTEGER, fragment TEXT, language TEXT, text TEXT,
  PRIMARY KEY (document, fragment, language)
) WITHOUT ROWID;
"""
"""An IRI is its document and its fragment, from the ``#`` on; *classes* is an array in JSON."""
_COUNT: Final = "UPDATE class SET members = members + ? WHERE id = ?"
_AT_ONCE: Final = 10_000
_IS: Final = "document = ? AND fragment = ?"


def parts_of(iri: str) -> tuple[str, str]:
    """Take an IRI apart.

    >>> parts_of("http://e/a#b"), parts_of("http://e/a")
    (('http://e/a', '#b'), ('http://e/a', ''))
    """
    document = document_of(iri)
    return document, iri[len(document) :]


def labels_of(gathered: Gathered, iri: str) -> list[tuple[str, str]]:
    """Give the languages in which *iri* has a label, each with the label."""
    found: dict[str, str] = {}
    for terms in gathered.first_terms(iri, LABEL_PROPERTIES):
        for text, language in sorted(literal_of(term) for term in terms if term[0] == '"'):
            found.setdefault(language, text)
    return sorted(found.items())


def write_resources(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put what *came* in the place of what *went*."""
    _remove(database, went)
    gathered = came.gathered
    classes = _number_classes(database, {kind for _, kind in gathered.links(CLASS)})
    counts: Counter[int] = Counter()
    names = iter(sorted((*parts_of(iri), iri) for iri in came.subjects))
    while some := list(islice(names, _AT_ONCE)):
        resources, members, labels = [], [], []
        for document, fragment, iri in some:
            name = came.documents[document], fragment
            kinds = sorted(classes[kind] for kind in gathered.iris(iri, CLASS))
            scheme = next(iter(gathered.iris(iri, SCHEME)), None)
            resources.append((*name, str(kinds), scheme))
            members += [(kind, *name) for kind in kinds]
            labels += [(*name, *label) for label in labels_of(gathered, iri)]
        database.executemany("INSERT INTO resource VALUES (?, ?, ?, ?)", resources)
        database.executemany("INSERT INTO member VALUES (?, ?, ?)", members)
        database.executemany("INSERT INTO label VALUES (?, ?, ?, ?)", labels)
        counts.update(kind for kind, *_ in members)
    database.executemany(_COUNT, ((number, kind) for kind, number in counts.items()))
    database.execute("DELETE FROM class WHERE members = 0")


def _remove(database: sqlite3.Connection, went: Part) -> None:
    ids = dict(database.execute("SELECT iri, id FROM class"))
    for iri in went.subjects:
        document, fragment = parts_of(iri)
        name = went.documents[document], fragment
        kinds = [ids[kind] for kind in went.gathered.iris(iri, CLASS)]
        database.executemany(_COUNT, ((-1, kind) for kind in kinds))
        for table in ("resource", "label"):
            database.execute(f"DELETE FROM {table} WHERE {_IS}", name)  # noqa: S608  # our own names
        database.executemany(
            f"DELETE FROM member WHERE {_IS} AND class = ?",  # noqa: S608  # likewise
            ((*name, kind) for kind in kinds),
        )


def forget_unused(database: sqlite3.Connection, documents: Iterable[str]) -> None:
    """Drop those of *documents* that nothing is in any more."""
    database.executemany(
        "DELETE FROM document WHERE iri = ?"
        " AND NOT EXISTS (SELECT 1 FROM resource WHERE resource.document = document.id)",
        ((iri,) for iri in documents),
    )


def _number_classes(database: sqlite3.Connection, iris: Iterable[str]) -> dict[str, int]:
    database.executemany(
        "INSERT OR IGNORE INTO class (iri, members) VALUES (?, 0)", ((iri,) for iri in sorted(iris))
    )
    return dict(database.execute("SELECT iri, id FROM class"))
