"""Numbers that leave room, so that what comes between two others moves neither.

Documents are numbered in order of IRI, below 1; statements in order of speaking, from 0 on. The
numbers themselves mean nothing: only their order does.
"""

import json
import sqlite3
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from govkg.graph.index.making.inserting import insert
from govkg.graph.rebuilding import RebuildError

APART: Final = 1 << 24
"""From one document's number to the next, where all are numbered at once."""


_KNOWN: Final = """
SELECT iri, document.id FROM json_each(?) AS wanted CROSS JOIN document ON iri = wanted.value
"""
_BEFORE: Final = "SELECT id FROM document WHERE iri < ? ORDER BY iri DESC LIMIT 1"
_BEHIND: Final = "SELECT id FROM document WHERE iri > ? ORDER BY iri LIMIT 1"


def number_documents(database: sqlite3.Connection, iris: Iterable[str]) -> dict[str, int]:
    """Give the number of each document, new ones in the place that their order asks for.

    Raises:
        RebuildError: there is no room between two others.
    """
    names = sorted(set(iris))
    # Where there is no document yet, none is known, and none need be asked for its neighbours.
    (is_first,) = database.execute("SELECT NOT EXISTS (SELECT 1 FROM document)").fetchone()
    rows = () if is_first else database.execute(_KNOWN, (json.dumps(names),))
    known: dict[str, int] = dict(rows)
    fresh = [iri for iri in names if iri not in known]
    added: dict[str, int] = {}
    for (low, high), group in groupby(
        fresh, key=lambda iri: (None, None) if is_first else _neighbours(database, iri)
    ):
        together = list(group)
        added |= zip(together, between(low, high, len(together)), strict=True)
    insert(database, "document", ((at, iri) for iri, at in added.items()))
    return known | added


def _neighbours(database: sqlite3.Connection, iri: str) -> tuple[int | None, int | None]:
    """Give the numbers of the documents before *iri* and behind it."""
    rows = [database.execute(query, (iri,)).fetchone() for query in (_BEFORE, _BEHIND)]
    low, high = (row[0] if row else None for row in rows)
    return low, high


def between(low: int | None, high: int | None, count: int) -> range:
    """Spread *count* numbers between two others; ``None`` is no bound, but all are below 1.

    >>> list(between(-10, -4, 2))
    [-8, -6]
    >>> list(between(None, -4, 1)) == [-4 - APART]
    True

    Raises:
        RebuildError: these stand too close.
    """
    top = 1 if high is None else high
    step = APART if low is None else (top - low) // (count + 1)
    if step < 1:
        raise RebuildError
    return range(top - count * step, top, step)
