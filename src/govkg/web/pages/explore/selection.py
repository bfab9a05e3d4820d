"""Which statements a view holds, and how many it would hold with one choice more."""

from dataclasses import dataclass
from typing import Final

from govkg.graph.index.bitsets import Numbers, union
from govkg.graph.index.statements.collecting import YEAR
from govkg.graph.index.statements.orders import AMOUNT_ORDER, LABEL_ORDER
from govkg.web.pages.context import PageContext
from govkg.web.pages.explore.parameters import FILTERS, View
from govkg.web.pages.terms.names import Name

OFFERED: Final = {
    "pillar": "explore.pillar",
    "actor": "explore.actor",
    "speaker": "explore.speaker",
    "event": "explore.event",
    "place": "explore.place",
    "year": "explore.year",
    "unit": "explore.unit",
    "kind": "explore.kind",
    "firmness": "explore.firmness",
    "indicator": "explore.indicator",
}
"""The filters that the page lists, with the names of their texts; others work in addresses."""

_COUNTED: Final = 100
"""Values of a property that are counted: those that most statements of the release have."""
_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter: how many statements of the view have it, and the address with it."""

    name: Name
    number: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A property to choose by, and its values that most statements have.

    *title* is the name of a text. How many *others* there are is exact where all were *counted*.
    """

    title: str
    options: tuple[Option, ...]
    others: int
    counted: bool
    active: bool


class Selection:
    """The statements of a view, as a set."""

    def __init__(self, context: PageContext, view: View) -> None:
        """Choose among all statements of the release."""
        self._context = context
        self._view = view
        self._index = context.release.index.statements
        self._found = (
            context.release.index.search.statements(view.words) if view.words else self._index.all
        )
        self._chosen = {
            name: self._any(FILTERS[name], values) for name, values in view.chosen.items()
        }
        self.members = self._without("")

    def _any(self, predicate: str, values: tuple[str, ...]) -> Numbers:
        return union(self._index.having(value, predicate) for value in values)

    def _without(self, left_out: str) -> Numbers:
        """Give the statements that meet all choices but those of one filter."""
        members = self._found
        for name, chosen in self._chosen.items():
            if name != left_out:
                members &= chosen
        return members

    def order(self) -> str:
        """Give the order of the index that the view is sorted by."""
        sort, units = self._view.sort, self._view.chosen.get("unit", ())
        if sort == "label":
            return f"{LABEL_ORDER}{self._context.reader.language}"
        if sort == "amount":
            return f"{AMOUNT_ORDER}{units[0]}" if len(units) == 1 else "latest"
        return sort

    def filters(self) -> tuple[Filter, ...]:
        """Count the values of each filter that is offered, under the choices of all others."""
        base = self._context.release.manifest.dataset.base_iri
        counted: list[tuple[str, dict[str, int]]] = []
        for name in OFFERED:
            chosen = self._view.chosen.get(name, ())
            under = self._without(name) if chosen else self.members
            numbers = self._index.count(under, FILTERS[name], _COUNTED)
            for value in chosen:
                members = self._index.having(value, FILTERS[name])
                numbers[value] = members.intersection_cardinality(under)
            counted.append((name, {key: n for key, n in numbers.items() if n or key in chosen}))
        self._context.names.add(
            value
            for name, numbers in counted
            if FILTERS[name] != YEAR
            for value in self._first(name, numbers)
        )
        return tuple(self._filter(name, numbers, base) for name, numbers in counted if numbers)

    def _first(self, name: str, numbers: dict[str, int]) -> list[str]:
        """Give the values that are shown: those chosen, then those that most statements have."""
        chosen = self._view.chosen.get(name, ())
        ranked = sorted(numbers, key=lambda value: (value not in chosen, -numbers[value], value))
        return ranked[:_SHOWN]

    def _filter(self, name: str, numbers: dict[str, int], base: str) -> Filter:
        chosen = self._view.chosen.get(name, ())
        shown = self._first(name, numbers)
        if FILTERS[name] == YEAR:
            shown.sort()
        else:
            place = self._context.names.place
            shown.sort(key=lambda value: (value not in chosen, -numbers[value], place(value)))
        return Filter(
            title=OFFERED[name],
            options=tuple(
                Option(
                    name=self._named(name, value),
                    number=numbers[value],
                    chosen=value in chosen,
                    address=self._view.with_choice(name, value).address(base),
                )
                for value in shown
            ),
            others=len(numbers) - len(shown),
            counted=len(self._index.choices(FILTERS[name], _COUNTED)) < _COUNTED,
            active=bool(chosen),
        )

    def _named(self, name: str, value: str) -> Name:
        if FILTERS[name] == YEAR:
            return Name(value, value, "", "")
        return self._context.names.of(value)
