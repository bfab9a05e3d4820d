"""Number statements in order, those of one event together, with room before the next one."""

import sqlite3
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from govkg.graph.index.statements.collecting import Statement

_AHEAD: Final = 32
"""Room ahead of all, where later events go: one in so many of what there is."""
_LEAST: Final = 2
_SHARE: Final = 8
"""Room behind each event: so many numbers, and one for so many statements."""
_WIDE: Final = 4
"""Numbers for each statement at the end, where nothing bounds them."""

_COLUMNS: Final = "SELECT id, day, event FROM statement"
_BEFORE: Final = f"{_COLUMNS} WHERE id < ? ORDER BY id DESC"
_BEHIND: Final = f"{_COLUMNS} WHERE id >= ? ORDER BY id"

Block = tuple[str, str]
"""What statements that stand together have in common: day and event. The later come first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A statement of the index: its number, its day and its event."""

    number: int
    day: str
    event: str

    @property
    def block(self) -> Block:
        """What it has in common with those beside it."""
        return self.day, self.event


def block_of(statement: Statement) -> Block:
    """Give the block of a statement."""
    return statement.day, statement.event


def blocks_of(statements: Sequence[Statement]) -> Iterator[tuple[Block, list[Statement]]]:
    """Give the blocks of *statements*, which are in order."""
    return ((block, list(group)) for block, group in groupby(statements, key=block_of))


def room_for(count: int) -> int:
    """Say how many numbers behind a block of *count* statements stay free."""
    return _LEAST + count // _SHARE


def numbered(statements: Sequence[Statement]) -> dict[int, Statement]:
    """Number all *statements* of a release, which are in order."""
    found: dict[int, Statement] = {}
    start = len(statements) // _AHEAD
    for _, group in blocks_of(statements):
        found |= enumerate(group, start)
        start += len(group) + room_for(len(group))
    return found


class CrowdedError(Exception):
    """There are too few numbers between two blocks; *events* have the statements that may move."""

    def __init__(self, events: set[str]) -> None:
        """Name the events."""
        super().__init__(events)
        self.events = events


class Kept:
    """The statements of an index but for those that go."""

    def __init__(self, database: sqlite3.Connection, went: Container[int]) -> None:
        """Look at those of *database* whose numbers are not among *went*."""
        self._database = database
        self._went = went
        (self.end,) = database.execute("SELECT COALESCE(MAX(id), -1) + 1 FROM statement").fetchone()

    def around(self, block: Block) -> tuple[Placed | None, Placed | None]:
        """Give the statements before the place of a *block*, and behind it."""
        low, high = 0, self.end
        while low < high:
            middle = (low + high) // 2
            found = self._first(_BEHIND, middle)
            if found is None or found.block < block:
                high = middle
            else:
                low = found.number + 1
        return self._first(_BEFORE, low), self._first(_BEHIND, low)

    def _first(self, query: str, number: int) -> Placed | None:
        rows = (Placed(*row) for row in self._database.execute(query, (number,)))
        return next((one for one in rows if one.number not in self._went), None)


def place(kept: Kept, statements: Sequence[Statement]) -> dict[int, Statement]:
    """Number *statements* among those that are *kept*, no event having some of both.

    Raises:
        CrowdedError: there is too little room.
    """
    found: dict[int, Statement] = {}
    high = kept.end + _WIDE * len(statements)
    for block, group in reversed(list(blocks_of(statements))):
        around = before, behind = kept.around(block)
        low = before.number if before else -1
        high = min(high, behind.number) if behind else high
        free = high - low - 1 - len(group)
        if free < 0:
            raise CrowdedError({one.event for one in around if one})
        start = high - len(group) - min(room_for(len(group)), free // 2)
        found |= enumerate(group, start)
        high = start
    return dict(sorted(found.items()))
