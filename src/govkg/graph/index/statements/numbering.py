"""Number statements in order, those of one event together, with room before the next one."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from govkg.graph.index.statements.collecting import Statement

_AHEAD: Final = 16
"""Room ahead of all, where later events go: one in so many of what there is."""
_LEAST: Final = 2
_SHARE: Final = 8
"""Room behind each event: so many numbers, and one for so many statements."""
_WIDE: Final = 4
"""Numbers for each statement at the end, where nothing bounds them."""

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


def place(kept: Sequence[Placed], statements: Sequence[Statement]) -> dict[int, Statement]:
    """Number *statements* among those that are *kept*, no event having some of both.

    Raises:
        CrowdedError: there is too little room.
    """
    found: dict[int, Statement] = {}
    high = (kept[-1].number if kept else -1) + _WIDE * len(statements) + 1
    for block, group in reversed(list(blocks_of(statements))):
        behind = bisect_left(range(len(kept)), True, key=lambda at: kept[at].block < block)  # noqa: FBT003  # is looked for
        low = kept[behind - 1].number if behind else -1
        high = min(high, kept[behind].number) if behind < len(kept) else high
        free = high - low - 1 - len(group)
        if free < 0:
            around = kept[max(behind - 1, 0) : behind + 1]
            raise CrowdedError({one.event for one in around})
        start = high - len(group) - min(room_for(len(group)), free // 2)
        found |= enumerate(group, start)
        high = start
    return dict(sorted(found.items()))
