"""Numbers that leave room, so that what comes between two others moves neither.

Documents are numbered in order of IRI, below 1; statements in order of speaking, from 0 on. The
numbers themselves mean nothing: only their order does.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from govkg.graph.rebuilding import RebuildError

APART: Final = 1 << 24
"""From one document's number to the next, where all are numbered at once."""


def number_documents(database: sqlite3.Connection, iris: Iterable[str]) -> dict[str, int]:
    """Give the number of each document, new ones in the place that their order asks for.

    Raises:
        RebuildError: there is no room between two others.
    """
    known: dict[str, int] = dict(database.execute("SELECT iri, id FROM document ORDER BY iri"))
    places = list(known)
    fresh = sorted(set(iris).difference(known))
    added: dict[str, int] = {}
    for place, group in groupby(fresh, key=lambda iri: bisect_left(places, iri)):
        names = list(group)
        low = known[places[place - 1]] if place else None
        high = known[places[place]] if place < len(places) else None
        added |= zip(names, between(low, high, len(names)), strict=True)
    database.executemany(
        "INSERT INTO document VALUES (?, ?)", ((at, iri) for iri, at in added.items())
    )
    return known | added


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
