"""Read statements: those that have certain values, in some order, a page at a time.

A set of statements is an integer whose bits are their numbers: so a hundred thousand are
intersected and counted in microseconds, and every count beside a choice is exact.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final

from govkg.graph.index.bitsets import Marks, bits_of, members, unpack
from govkg.graph.index.database import Database
from govkg.graph.index.statements.collecting import FIGURE, KIND, Figure

LATEST: Final = "latest"
EARLIEST: Final = "earliest"
LABEL_ORDER: Final = "label."
AMOUNT_ORDER: Final = "amount."
"""Orders: the last two are followed by a language, and by the IRI of a unit."""

_SETS: Final = 1024
"""Sets that are kept: of 12 kB each where there are 100,000 statements."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A statement in a list: its figures, and what it can be chosen by, under each property."""

    number: int
    iri: str
    kind: str
    event: str
    day: str
    figures: tuple[Figure, ...]
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value by which statements can be chosen, and those that have it."""

    value: str
    members: int


class Statements:
    """Reads the statements of one index."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database
        self.having = lru_cache(maxsize=_SETS)(self._having)
        self.choices = lru_cache(maxsize=64)(self._choices)
        self._order = lru_cache(maxsize=16)(self._read_order)
        self.all: int = 0
        for choice in self._choices(KIND, -1):
            self.all |= choice.members
        self.total: int = self.all.bit_count()

    def _having(self, value: str, name: str = "") -> int:
        """Give the statements that have *value*: for the property *name*, or for any."""
        rows = self._database.rows(
            "SELECT members FROM choice WHERE value = ? AND ? IN ('', property)", (value, name)
        )
        found = 0
        for (packed,) in rows:
            found |= unpack(packed)
        return found

    def _choices(self, name: str, limit: int) -> tuple[Choice, ...]:
        """List the values of the property *name* that most statements have."""
        rows = self._database.rows(
            "SELECT value, members FROM choice WHERE property = ?"
            " ORDER BY number DESC, value LIMIT ?",
            (name, limit),
        )
        return tuple(Choice(value, unpack(packed)) for value, packed in rows)

    def latest(self, name: str, limit: int) -> list[str]:
        """List the values of the property *name* that the latest statements have."""
        rows = self._database.rows(
            "SELECT value FROM choice WHERE property = ? ORDER BY first LIMIT ?", (name, limit)
        )
        return [value for (value,) in rows]

    def number_of(self, iri: str) -> int | None:
        """Give the number of a statement."""
        rows = self._database.named("SELECT statement.id", "statement", [iri])
        return rows[0][0] if rows else None

    def select(
        self, wanted: int, *, order: str = LATEST, after: int | None = None
    ) -> Iterator[int]:
        """Give the numbers of the *wanted* statements in *order*, those behind *after*."""
        if order == LATEST:
            return members(wanted, after=-1 if after is None else after)
        ids = self._order(order)
        start = 0 if after is None or after not in ids else ids.index(after) + 1
        marks = Marks(wanted)
        return (number for number in islice(ids, start, None) if number in marks)

    def _read_order(self, order: str) -> Sequence[int]:
        if order == EARLIEST:
            return list(members(self.all))[::-1]
        if order.startswith(AMOUNT_ORDER):
            rows = self._database.rows(
                "SELECT statement FROM figure WHERE unit = ? ORDER BY amount DESC, statement",
                (order.removeprefix(AMOUNT_ORDER),),
            )
            return list(dict.fromkeys(number for (number,) in rows))
        rows = self._database.rows("SELECT ids FROM ordering WHERE name = ?", (order,))
        placed = array("I", rows[0][0] if rows else b"").tolist()
        if len(placed) == self.total:
            return placed
        return [*placed, *members(self.all & ~bits_of(placed))]

    def outlines(self, numbers: Iterable[int]) -> list[Outline]:
        """Give statements by their numbers, in the order of these: three queries."""
        wanted = list(numbers)
        figures: dict[int, list[Figure]] = defaultdict(list)
        for number, *columns in self._database.among(
            f"SELECT statement, {FIGURE} FROM figure WHERE statement IN",  # noqa: S608  # our own columns
            wanted,
        ):
            figures[number].append(Figure(*columns))
        values: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for number, name, value in self._database.among(
            "SELECT statement, property, value FROM chosen JOIN choice ON choice = id"
            " WHERE statement IN",
            wanted,
        ):
            values[number][name].append(value)
        found = {
            number: Outline(
                number=number,
                iri=iri,
                kind=kind,
                event=event,
                day=day,
                figures=tuple(figures[number]),
                values={name: tuple(sorted(texts)) for name, texts in values[number].items()},
            )
            for number, iri, kind, event, day in self._database.among(
                "SELECT statement.id, iri || fragment, kind, event, day FROM statement"
                " JOIN document ON document.id = document WHERE statement.id IN",
                wanted,
            )
        }
        return [found[number] for number in wanted if number in found]

    def figures_on(self, indicator: str, limit: int) -> list[tuple[int, Figure]]:
        """List figures on an indicator, each with the number of its statement."""
        rows = self._database.rows(
            f"SELECT statement, {FIGURE} FROM figure WHERE indicator = ?"  # noqa: S608  # likewise
            " ORDER BY statement LIMIT ?",
            (indicator, limit),
        )
        return [(number, Figure(*columns)) for number, *columns in rows]

    def largest(self, field: str) -> list[tuple[int, Figure]]:
        """List for each unit the largest targets in a field of policy, the largest first."""
        rows = self._database.rows(
            f"SELECT statement, {FIGURE} FROM largest"  # noqa: S608  # likewise
            " JOIN figure ON figure.rowid = largest.figure WHERE field = ?"
            " ORDER BY largest.unit, place",
            (field,),
        )
        return [(number, Figure(*columns)) for number, *columns in rows]
