"""Read statements: those that have certain values, in some order, a page at a time.

Of each value by which one can choose there is a set of those that have it; so every count beside a
choice is exact.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from govkg.graph.index.bitsets import Numbers, union, unpack
from govkg.graph.index.database import Database
from govkg.graph.index.naming import parts_of
from govkg.graph.index.resources import Label
from govkg.graph.index.statements.collecting import FIGURE, KIND, Figure
from govkg.graph.index.statements.orders import EARLIEST, LATEST, Orders

_SETS: Final = 1024
"""Sets that are kept: of 125 kB at most where there are a million statements."""
_CHOICES: Final = """
SELECT value, {} FROM choice WHERE property = ? ORDER BY number DESC, value LIMIT ?
"""
_PLACE: Final = """
SELECT statement.id, day FROM document JOIN statement ON statement.document = document.id
WHERE document.iri = ? AND statement.fragment = ?
"""
_OUTLINES: Final = """
SELECT statement.id, iri || statement.fragment, kind, event, day, language, text FROM statement
JOIN document ON document.id = statement.document
LEFT JOIN label ON label.document = statement.document AND label.fragment = statement.fragment
WHERE statement.id IN
"""
_VALUES: Final = """
SELECT statement, property, value FROM chosen CROSS JOIN choice ON choice = id
WHERE (? = '[]' OR property IN (SELECT value FROM json_each(?))) AND statement IN
"""

Values = Mapping[str, tuple[str, ...]]
"""What a statement can be chosen by, under each property, in order."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands among all: its *number*, and the *day* on which it was said."""

    number: int
    day: str


class Outline(NamedTuple):
    """A statement in a list, with its labels and its figures."""

    number: int
    iri: str
    kind: str
    event: str
    day: str
    labels: tuple[Label, ...]
    figures: tuple[Figure, ...]


class Statements:
    """Reads the statements of one index."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database
        self.having = lru_cache(maxsize=_SETS)(self._having)
        self.choices = lru_cache(maxsize=64)(self._choices)
        self.latest = lru_cache(maxsize=64)(self._latest)
        self.shared = lru_cache(maxsize=64)(self._shared)
        self._members = lru_cache(maxsize=64)(self._read_members)
        self._orders = Orders(database)
        self.all: Numbers = union(self._read_members(KIND, -1).values())
        self.total: int = len(self.all)

    def _having(self, value: str, name: str = "") -> Numbers:
        """Give the statements that have *value*: for the property *name*, or for any."""
        rows = self._database.rows(
            "SELECT members FROM choice WHERE value = ? AND ? IN ('', property)", (value, name)
        )
        return union(unpack(packed) for (packed,) in rows)

    def _choices(self, name: str, limit: int) -> Mapping[str, int]:
        """Give the values of the property *name* that most statements have, each with how many."""
        return dict(self._database.rows(_CHOICES.format("number"), (name, limit)))

    def _shared(self, value: str, name: str, other: str, limit: int) -> Mapping[str, int]:
        """Count those that have *value* by the property *other*, as `count` does.

        Of many, as of all that was promised, that takes a page's time, and is the same on each.
        """
        return self.count(self.having(value, name), other, limit)

    def count(self, wanted: Numbers, name: str, limit: int) -> dict[str, int]:
        """Say how many of the *wanted* have each of the values that most statements have."""
        if wanted == self.all:
            return dict(self.choices(name, limit))
        return {
            value: members.intersection_cardinality(wanted)
            for value, members in self._members(name, limit).items()
        }

    def _read_members(self, name: str, limit: int) -> Mapping[str, Numbers]:
        rows = self._database.rows(_CHOICES.format("members"), (name, limit))
        return {value: unpack(packed) for value, packed in rows}

    def _latest(self, name: str, limit: int) -> tuple[str, ...]:
        """List the values of the property *name* that the latest statements have."""
        rows = self._database.rows(
            "SELECT value FROM choice WHERE property = ? ORDER BY first LIMIT ?", (name, limit)
        )
        return tuple(value for (value,) in rows)

    def place_of(self, iri: str) -> Place | None:
        """Give the place of a statement; ``None`` where *iri* is none."""
        rows = self._database.rows(_PLACE, parts_of(iri))
        return Place(*rows[0]) if rows else None

    def select(
        self, wanted: Numbers, *, order: str = LATEST, after: int | None = None
    ) -> Iterator[int]:
        """Give the numbers of the *wanted* statements in *order*, those behind *after*."""
        if order == LATEST:
            return wanted.iter_equal_or_larger(0 if after is None else after + 1)
        if order == EARLIEST:
            earlier = wanted if after is None else wanted[: wanted.rank(after) - (after in wanted)]
            return reversed(earlier)
        return self._orders.select(wanted, order, after)

    def outlines(self, numbers: Iterable[int]) -> list[Outline]:
        """Give statements by their numbers, in the order of these: two queries."""
        wanted = list(numbers)
        if not wanted:
            return []
        figures: dict[int, list[Figure]] = defaultdict(list)
        for number, *columns in self._database.among(
            f"SELECT statement, {FIGURE} FROM figure WHERE statement IN",  # noqa: S608  # our own columns
            wanted,
        ):
            figures[number].append(Figure._make(columns))
        labels: dict[int, list[Label]] = defaultdict(list)
        found = {}
        for number, iri, kind, event, day, language, text in self._database.among(
            _OUTLINES, wanted
        ):
            found[number] = iri, kind, event, day
            if text is not None:
                labels[number].append(Label(text, language))
        return [
            Outline(number, *found[number], tuple(labels[number]), tuple(figures[number]))
            for number in wanted
            if number in found
        ]

    def values(self, numbers: Iterable[int], *names: str) -> dict[int, Values]:
        """Give for each of *numbers* what the statement can be chosen by: one query.

        *names* are the properties that are wanted; without any, all are.
        """
        found: dict[int, dict[str, list[str]]] = {number: defaultdict(list) for number in numbers}
        for number, name, value in self._database.among(_VALUES, found, *[json.dumps(names)] * 2):
            found[number][name].append(value)
        return {
            number: {name: tuple(sorted(texts)) for name, texts in values.items()}
            for number, values in found.items()
        }

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
