"""Of what a set of statements is made: how many in each year, field, by whom."""

from dataclasses import dataclass
from typing import Final

from govkg.graph.index.bitsets import Numbers
from govkg.graph.index.statements.collecting import COMMITMENT, EVENT, KIND, YEAR
from govkg.vocabulary import GOVKG
from govkg.web.pages.context import PageContext
from govkg.web.pages.terms.names import Name

_LOOKED_AT: Final = 100
"""Values of a property that are counted: those that most statements have."""
_SHOWN: Final = 10
_PROPERTIES: Final = (
    (f"{GOVKG}pillar", "profile.pillar"),
    (f"{GOVKG}actor", "profile.actor"),
    (f"{GOVKG}speaker", "profile.speaker"),
    (EVENT, "profile.event"),
    (f"{GOVKG}firmness", "profile.firmness"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """A value, how many promises have it, and its *share* of the largest number, in per cent."""

    name: Name
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Bars:
    """The promises of a set by one property.

    *title* is the name of a text. How many *others* there are is exact where all were *counted*.
    """

    title: str
    property: str
    bars: tuple[Bar, ...]
    others: int
    counted: bool


def profile_of(context: PageContext, wanted: Numbers, focus: str) -> tuple[Bars, ...]:
    """Count the promises of a set by each property that tells some of them from others."""
    index = context.release.index.statements
    promises = wanted & index.having(COMMITMENT, KIND)
    counted: list[tuple[str, str, dict[str, int]]] = []
    for name, title in _PROPERTIES:
        numbers = index.count(promises, name, _LOOKED_AT)
        found = {value: number for value, number in numbers.items() if number}
        if len(found) > 1 and focus not in found:
            counted.append((name, title, found))
    context.names.add(value for _, _, found in counted for value in _most(found))
    return tuple(_bars(context, name, title, found) for name, title, found in counted)


def _most(found: dict[str, int]) -> list[str]:
    """Give the values that are shown: those that most promises have."""
    return sorted(found, key=lambda value: (-found[value], value))[:_SHOWN]


def years_of(context: PageContext, wanted: Numbers) -> tuple[tuple[str, int, int], ...]:
    """Count promises and reports of a set by year, in order of years."""
    index = context.release.index.statements
    both = index.count(wanted, YEAR, _LOOKED_AT)
    promised = index.count(wanted & index.having(COMMITMENT, KIND), YEAR, _LOOKED_AT)
    return tuple(
        (year, promised[year], number - promised[year])
        for year, number in sorted(both.items())
        if number
    )


def _bars(context: PageContext, name: str, title: str, found: dict[str, int]) -> Bars:
    names = context.names
    ranked = sorted(_most(found), key=lambda value: (-found[value], names.place(value)))
    most = found[ranked[0]]
    return Bars(
        title=title,
        property=name,
        bars=tuple(
            Bar(names.of(value), found[value], found[value] / most * 100) for value in ranked
        ),
        others=len(found) - len(ranked),
        counted=len(context.release.index.statements.choices(name, _LOOKED_AT)) < _LOOKED_AT,
    )
