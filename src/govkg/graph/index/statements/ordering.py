"""The numbers of statements in other orders: by label in a language, by year.

Only those that have a label, or a year, are in an order; readers put the others behind them.
"""

import sqlite3
from array import array
from bisect import bisect_left
from collections import defaultdict
from typing import Final

from govkg.graph.index.collation import collate
from govkg.graph.index.naming import labels_of
from govkg.graph.index.parts import Part
from govkg.graph.index.statements.collecting import YEAR

TABLES: Final = """
CREATE TABLE ordering (name TEXT PRIMARY KEY, ids BLOB NOT NULL);
"""
_BY_YEAR: Final = "year"
_BY_LABEL: Final = "label."
_LAST_YEAR: Final = f"""
SELECT MAX(value) FROM chosen JOIN choice ON choice.id = choice
WHERE statement = ? AND property = '{YEAR}'
"""  # noqa: S608  # our own property
_LABEL: Final = """
SELECT text FROM statement JOIN label USING (document, fragment)
WHERE id = ? AND (language = ? OR language LIKE ? || '-%') ORDER BY language LIMIT 1
"""


def write_orderings(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put the statements of what *came* in their places, those of what *went* being gone.

    Labels and choices of all statements are written already.
    """
    known = dict(database.execute("SELECT name, ids FROM ordering").fetchall())
    coming = _texts(came)
    for name in sorted(known.keys() | coming.keys()):
        kept = [at for at in array("I", known.get(name, b"")) if at not in went.statements]
        ids = array("I")
        start = 0
        for text, at in sorted(coming.get(name, ())):
            place = bisect_left(
                kept, (text, at), start, key=lambda one: (_text(database, name, one), one)
            )
            ids.extend((*kept[start:place], at))
            start = place
        ids.extend(kept[start:])
        database.execute("INSERT OR REPLACE INTO ordering VALUES (?, ?)", (name, ids.tobytes()))
    database.execute("DELETE FROM ordering WHERE ids = x''")


def _texts(part: Part) -> dict[str, list[tuple[str, int]]]:
    """Give for each order what statements are sorted by."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for at, one in part.statements.items():
        texts = {_BY_YEAR: one.year}
        for language, text in labels_of(part.gathered, one.iri):
            texts.setdefault(f"{_BY_LABEL}{language.partition('-')[0]}", collate(text))
        for name, text in texts.items():
            if text:
                found[name].append((text, at))
    return found


def _text(database: sqlite3.Connection, name: str, at: int) -> str:
    if name == _BY_YEAR:
        (text,) = database.execute(_LAST_YEAR, (at,)).fetchone()
    else:
        language = name.removeprefix(_BY_LABEL)
        (text,) = database.execute(_LABEL, (at, language, language)).fetchone()
    return text if name == _BY_YEAR else collate(text)
