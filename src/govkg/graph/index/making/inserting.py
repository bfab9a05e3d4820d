"""Insert rows, many with each statement: to run one takes longer than a row does."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Final

_TOGETHER: Final = 50
"""With more, it takes no less time."""


def insert(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Insert *rows*, which are as long as the *table* is wide."""
    unread = iter(rows)
    while some := list(islice(unread, _TOGETHER)):
        row = f"({', '.join('?' * len(some[0]))})"
        database.execute(
            f"INSERT INTO {table} VALUES {', '.join([row] * len(some))}",  # noqa: S608  # our own names
            list(chain.from_iterable(some)),
        )
