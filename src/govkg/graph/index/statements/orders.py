"""Statements in other orders than that of speaking, read a stretch at a time.

So a page costs what it shows: where most statements are wanted, the first stretch has enough of
them; where few are, each stretch says at once whether it has any.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from govkg.graph.index.bitsets import NONE, Numbers, union, unpack
from govkg.graph.index.database import Database
from govkg.graph.index.statements.collecting import YEAR

LATEST: Final = "latest"
EARLIEST: Final = "earliest"
LAST_YEAR: Final = "year"
LABEL_ORDER: Final = "label."
AMOUNT_ORDER: Final = "amount."
"""Orders: the last two are followed by a language, and by the IRI of a unit."""

_FIGURES: Final = 1000
_AMOUNTS: Final = """
SELECT statement FROM figure WHERE unit = ? ORDER BY amount DESC, statement LIMIT ? OFFSET ?
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Statements that stand together in an order; those without a row are in order of number."""

    members: Numbers
    row: int | None = None


class Orders:
    """Reads the tables."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database
        self._stretches = lru_cache(maxsize=16)(self._read_stretches)
        self._placed = lru_cache(maxsize=16)(self._read_placed)
        self._ids = lru_cache(maxsize=256)(self._read_ids)
        self._amounts = lru_cache(maxsize=64)(self._read_amounts)

    def select(self, wanted: Numbers, order: str, after: int | None) -> Iterator[int]:
        """Give the numbers of the *wanted* statements in *order*, those behind *after*.

        Those that have no place in it come last, in the order of speaking.
        """
        if order.startswith(AMOUNT_ORDER):
            ids = _behind(self._by_amount(order.removeprefix(AMOUNT_ORDER)), after)
            return (at for at in ids if at in wanted)
        return self._by_stretch(wanted, order, after)

    def _by_stretch(self, wanted: Numbers, order: str, after: int | None) -> Iterator[int]:
        stretches = self._stretches(order)
        start = 0
        if after is not None:
            places = (place for place, one in enumerate(stretches) if after in one.members)
            start = next(places, len(stretches))
        left = len(wanted)
        for place, stretch in enumerate(stretches[start:], start):
            if not left:
                return
            here = stretch.members & wanted
            left -= len(here)
            if here:
                ids = here if stretch.row is None else self._ids(stretch.row)
                found = iter(ids) if ids is here else (at for at in ids if at in here)
                if after is not None and place == start:
                    found = self._rest(stretch, here, after)
                yield from found
        rest = wanted - self._placed(order)
        yield from rest.iter_equal_or_larger(
            after + 1 if after is not None and start == len(stretches) else 0
        )

    def _rest(self, stretch: Stretch, here: Numbers, after: int) -> Iterator[int]:
        if stretch.row is None:
            return here.iter_equal_or_larger(after + 1)
        ids = self._ids(stretch.row)
        return (at for at in ids[ids.index(after) + 1 :] if at in here)

    def _read_stretches(self, order: str) -> tuple[Stretch, ...]:
        if order == LAST_YEAR:
            return tuple(self._years())
        rows = self._database.rows(
            "SELECT members, rowid FROM ordering WHERE name = ? ORDER BY text, first", (order,)
        )
        return tuple(Stretch(unpack(packed), row) for packed, row in rows)

    def _years(self) -> Iterable[Stretch]:
        """Give the statements of each year: the last one by which something of them is due."""
        rows = self._database.rows(
            "SELECT members FROM choice WHERE property = ? ORDER BY value DESC", (YEAR,)
        )
        later = NONE
        found = []
        for (packed,) in rows:
            members = unpack(packed)
            found.append(Stretch(members - later))
            later |= members
        return reversed(found)

    def _read_placed(self, order: str) -> Numbers:
        return union(stretch.members for stretch in self._stretches(order))

    def _read_ids(self, row: int) -> Sequence[int]:
        ((ids,),) = self._database.rows("SELECT ids FROM ordering WHERE rowid = ?", (row,))
        return array("I", ids)

    def _by_amount(self, unit: str) -> Iterator[int]:
        """Give statements with figures in a *unit*, each once."""
        seen: set[int] = set()
        start = 0
        while rows := self._amounts(unit, start):
            for at in rows:
                if at not in seen:
                    seen.add(at)
                    yield at
            start += _FIGURES

    def _read_amounts(self, unit: str, start: int) -> Sequence[int]:
        return array("I", (at for (at,) in self._database.rows(_AMOUNTS, (unit, _FIGURES, start))))


def _behind(numbers: Iterator[int], after: int | None) -> Iterator[int]:
    """Give what stands behind *after*; all, where that is not among *numbers*."""
    if after is None:
        return numbers
    found = list(numbers)
    return iter(found[found.index(after) + 1 :] if after in found else found)
