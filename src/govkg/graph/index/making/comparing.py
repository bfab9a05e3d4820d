"""What an index says, whatever its numbers: two of the same merge say the same."""

import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import ExitStack, closing
from itertools import zip_longest
from pathlib import Path
from typing import Final

from govkg.graph.index.bitsets import unpack
from govkg.graph.index.database import Row
from govkg.graph.index.statements.collecting import FIGURE

_VIEWS: Final = """
CREATE TEMP TABLE said AS
  SELECT row_number() OVER (ORDER BY statement.id) AS place, statement.id, iri || fragment AS iri
  FROM statement JOIN document ON document.id = document;
CREATE UNIQUE INDEX said_id ON said (id);
CREATE VIRTUAL TABLE temp.token USING fts5vocab (main, piece, row);
"""
_QUERIES: Final = {
    "documents": "SELECT iri FROM document ORDER BY id",
    "resources": """
        SELECT iri, fragment, scheme FROM resource JOIN document ON id = document
        ORDER BY document, fragment""",
    "classes of resources": """
        SELECT document.iri, fragment, class.iri FROM resource
        JOIN document ON document.id = document
        JOIN json_each(classes) AS kind JOIN class ON class.id = kind.value
        ORDER BY document, fragment, class.iri""",
    "members": """
        SELECT class.iri, document.iri, fragment FROM member
        JOIN class ON class.id = class JOIN document ON document.id = document
        ORDER BY class.iri, document, fragment""",
    "classes": "SELECT iri, members FROM class ORDER BY iri",
    "labels": """
        SELECT iri, fragment, language, text FROM label JOIN document ON id = document
        ORDER BY document, fragment, language""",
    "statements": """
        SELECT place, iri, kind, event, day FROM statement JOIN said USING (id) ORDER BY place""",
    "figures": f"""
        SELECT place, amount, {FIGURE}
        FROM figure JOIN said ON said.id = statement ORDER BY place, figure.rowid
        """,  # noqa: S608  # our own columns
    "what is chosen": """
        SELECT place, property, value FROM chosen
        JOIN said ON said.id = statement JOIN choice ON choice.id = choice
        ORDER BY place, property, value""",
    "largest figures": """
        SELECT field, largest.unit, largest.place, said.place, figure.iri FROM largest
        JOIN figure ON figure.rowid = figure JOIN said ON said.id = statement
        ORDER BY field, largest.unit, largest.place""",
    "sources": """
        SELECT iri, event, url, language, issued, sha256, length, quoted, left_out FROM source
        ORDER BY iri""",
    "quotations": """
        SELECT source.iri, start, end, place, words FROM quoted
        JOIN source ON source.id = source JOIN said ON said.id = statement
        ORDER BY source.iri, start, end, place, words""",
    "spellings": "SELECT text, uses FROM spelling ORDER BY text",
    "words": "SELECT text FROM word ORDER BY text",
    "pieces of words": "SELECT term, doc, cnt FROM token ORDER BY term",
    "names": """
        SELECT text, iri FROM named JOIN word ON word.id = word
        JOIN document ON document.id = document
        ORDER BY text, document""",
}


def differences(one: Path, other: Path) -> Iterator[str]:
    """Name what two indexes do not agree on."""
    with ExitStack() as stack:
        both = [stack.enter_context(closing(_open(file))) for file in (one, other)]
        for name, query in _QUERIES.items():
            if not _alike(*(iter(database.execute(query)) for database in both)):
                yield name
        for name, rows in {"choices": _choices, "postings": _postings, "orders": _orders}.items():
            if not _alike(*(rows(database) for database in both)):
                yield name


def _alike(one: Iterator[Row], other: Iterator[Row]) -> bool:
    return all(left == right for left, right in zip_longest(one, other))


def _open(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    database.executescript(_VIEWS)
    return database


def _choices(database: sqlite3.Connection) -> Iterator[Row]:
    places = _places(database)
    for *row, first, packed in database.execute(
        "SELECT property, value, number, first, members FROM choice ORDER BY property, value"
    ):
        yield *row, places[first], [places[at] for at in unpack(packed)]


def _postings(database: sqlite3.Connection) -> Iterator[Row]:
    places = _places(database)
    for *row, packed in database.execute(
        "SELECT text, labels, members FROM posting JOIN word ON word.id = word"
        " ORDER BY text, labels"
    ):
        yield *row, [places[at] for at in unpack(packed)]


def _orders(database: sqlite3.Connection) -> Iterator[Row]:
    """Give what is in each order: in stretches of any length, each with a set of what it has."""
    places = _places(database)
    for name, packed, ids in database.execute(
        "SELECT name, members, ids FROM ordering ORDER BY name, text, first"
    ):
        numbers = array("I", ids)
        known = unpack(packed)
        for at in numbers:
            yield name, places[at], at in known, len(known) == len(numbers)


def _places(database: sqlite3.Connection) -> dict[int, int]:
    return dict(database.execute("SELECT id, place FROM said"))
