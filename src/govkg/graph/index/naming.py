"""Write which resources there are: their documents, classes, and labels by language."""

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from typing import Final

from govkg.graph.index.gathering import Kept, iris_of
from govkg.graph.index.making.inserting import insert
from govkg.graph.index.parts import Part
from govkg.iris import document_of
from govkg.vocabulary import RDF, SKOS

CLASS: Final = f"{RDF}type"
SCHEME: Final = f"{SKOS}inScheme"
PROPERTIES: Final = (CLASS, SCHEME)
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

Name = tuple[int, str]
"""The number of a document, and a fragment."""


def parts_of(iri: str) -> tuple[str, str]:
    """Take an IRI apart.

    >>> parts_of("http://e/a#b"), parts_of("http://e/a")
    (('http://e/a', '#b'), ('http://e/a', ''))
    """
    document = document_of(iri)
    return document, iri[len(document) :]


def write_resources(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put what *came* in the place of what *went*."""
    _remove(database, went)
    kinds, schemes = (came.gathered.objects(name) for name in (CLASS, SCHEME))
    numbers = _number_classes(database, {kinds.get(iri, ()) for iri in came.subjects})
    members: dict[int, list[Name]] = defaultdict(list)
    subjects = iter(sorted(came.subjects))
    while some := list(islice(subjects, _AT_ONCE)):
        resources, labels = [], []
        for iri in some:
            document, fragment = parts_of(iri)
            name = came.documents[document], fragment
            classes = numbers[kinds.get(iri, ())]
            for number in classes:
                members[number].append(name)
            scheme = next(iter(came.gathered.iris(iri, SCHEME)), None) if iri in schemes else None
            resources.append((*name, str(classes), scheme))
            labels += [(*name, *label) for label in came.labels.get(iri, ())]
        insert(database, "resource", resources)
        insert(database, "label", labels)
    # A class at a time, so that each row goes behind the one before it.
    of_classes = ((number, *name) for number in sorted(members) for name in members[number])
    insert(database, "member", of_classes)
    database.executemany(_COUNT, ((len(names), number) for number, names in members.items()))
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


def _number_classes(
    database: sqlite3.Connection, sets: Collection[Kept]
) -> Mapping[Kept, list[int]]:
    """Give the numbers of the classes in each of *sets*, of which there are few."""
    iris = sorted({iri for classes in sets for iri in iris_of(classes)})
    database.executemany(
        "INSERT OR IGNORE INTO class (iri, members) VALUES (?, 0)", ((iri,) for iri in iris)
    )
    ids: dict[str, int] = dict(database.execute("SELECT iri, id FROM class"))
    return {classes: sorted(ids[iri] for iri in iris_of(classes)) for classes in sets}
