"""The numbers of statements in order of their labels in a language, in stretches.

Only those that have a label are in an order; readers put the others behind them. A stretch knows
from where on it reaches: so what comes or goes changes one, and no other.
"""

import sqlite3
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Final

from govkg.graph.index.bitsets import Numbers, pack
from govkg.graph.index.collation import collate
from govkg.graph.index.labels import Labels
from govkg.graph.index.parts import Part
from govkg.graph.index.statements.orders import LABEL_ORDER

TABLES: Final = """
CREATE TABLE ordering (
  name TEXT, text TEXT, first INTEGER, members BLOB, ids BLOB, UNIQUE (name, text, first)
);
"""
"""From *text* and, where several have that, the number *first* on; to the next one of its name."""
_SIZE: Final = 4096
_LABEL: Final = """
SELECT text FROM statement JOIN label USING (document, fragment)
WHERE id = ? AND (language = ? OR language LIKE ? || '-%') ORDER BY language LIMIT 1
"""
_ABOUT: Final = """
SELECT rowid FROM ordering WHERE name = ? AND (text, first) <= (?, ?)
ORDER BY text DESC, first DESC LIMIT 1
"""
_FIRST: Final = "SELECT rowid FROM ordering WHERE name = ? ORDER BY text, first LIMIT 1"
_NOWHERE: Final = 0

Entry = tuple[str, int]
"""What a statement is sorted by, and its number."""


def write_orderings(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put the statements of what *came* in their places, take those of what *went* out.

    Labels of all statements are written already.
    """
    going, coming = _entries(went), _entries(came)
    for name in sorted(going.keys() | coming.keys()):
        goes, comes = (
            _by_stretch(database, name, entries.get(name, ())) for entries in (going, coming)
        )
        for row in sorted(goes.keys() | comes.keys()):
            _change(database, (name, row), {at for _, at in goes[row]}, sorted(comes[row]))


def _entries(part: Part) -> dict[str, list[Entry]]:
    """Give for each order what statements are sorted by."""
    found: dict[str, list[Entry]] = defaultdict(list)
    sorted_by = cache(_sorted_by)
    for at, one in part.statements.items():
        for name, text in sorted_by(part.labels.get(one.iri, ())):
            found[name].append((text, at))
    return found


def _sorted_by(labels: Labels) -> list[tuple[str, str]]:
    """Give the orders in which something with *labels* stands, each with what it is sorted by."""
    texts: dict[str, str] = {}
    for language, text in labels:
        texts.setdefault(f"{LABEL_ORDER}{language.partition('-')[0]}", collate(text))
    return [(name, text) for name, text in texts.items() if text]


def _by_stretch(
    database: sqlite3.Connection, name: str, entries: Iterable[Entry]
) -> dict[int, list[Entry]]:
    """Give the rows of the stretches that *entries* are in, or belong into."""
    found: dict[int, list[Entry]] = defaultdict(list)
    begin = database.execute(_FIRST, (name,)).fetchone()
    for entry in entries:
        row = begin and database.execute(_ABOUT, (name, *entry)).fetchone()
        (place,) = row or begin or (_NOWHERE,)
        found[place].append(entry)
    return found


def _change(
    database: sqlite3.Connection,
    stretch: tuple[str, int],
    gone: Collection[int],
    fresh: Sequence[Entry],
) -> None:
    name, row = stretch
    begin, packed = next(iter(fresh), ("", 0)), b""
    if row != _NOWHERE:
        text, first, packed = database.execute(
            "SELECT text, first, ids FROM ordering WHERE rowid = ?", (row,)
        ).fetchone()
        begin = min((text, first), begin) if fresh else (text, first)
        database.execute("DELETE FROM ordering WHERE rowid = ?", (row,))
    kept = [at for at in array("I", packed) if at not in gone]
    ids = array("I")
    start = 0
    for text, at in fresh:
        place = bisect_left(
            kept, (text, at), start, key=lambda one: (_text(database, name, one), one)
        )
        ids.extend((*kept[start:place], at))
        start = place
    ids.extend(kept[start:])
    size = _SIZE if len(ids) > 2 * _SIZE else len(ids)
    texts = {at: text for text, at in fresh}
    for start in range(0, len(ids), size or 1):
        some = ids[start : start + size]
        first = some[0]
        key = (texts.get(first) or _text(database, name, first), first) if start else begin
        database.execute(
            "INSERT INTO ordering VALUES (?, ?, ?, ?, ?)",
            (name, *key, pack(Numbers(some)), some.tobytes()),
        )


def _text(database: sqlite3.Connection, name: str, at: int) -> str:
    language = name.removeprefix(LABEL_ORDER)
    (text,) = database.execute(_LABEL, (at, language, language)).fetchone()
    return collate(text)
