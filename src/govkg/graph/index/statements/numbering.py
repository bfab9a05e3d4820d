"""Number statements in order, those of one event together, with room before the next one."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from govkg.graph.index.statements.collecting import Statement

_AHEAD: Final = 16
"""Room ahead of all, where later events go: one in so many of what there is."""
_LEAST: Final = 2
_SHARE: Final = 8
"""Room behind each event: so many numbers, and one for so many statements."""


def block_of(statement: Statement) -> tuple[str, str]:
    """Give what statements that stand together have in common; they come in descending order."""
    return statement.day, statement.event


def blocks_of(statements: Sequence[Statement]) -> Iterator[tuple[tuple[str, str], list[Statement]]]:
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
