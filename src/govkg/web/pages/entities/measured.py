"""An indicator: what was promised and what was reported on it, side by side in one unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Final

from govkg.graph.index.statements.collecting import ROLES, Figure
from govkg.vocabulary import GOVKG
from govkg.web.pages.context import PageContext
from govkg.web.pages.figures.quantities import Saying
from govkg.web.pages.language.numbers import digits, read_number
from govkg.web.pages.statements.items import quantity_in
from govkg.web.pages.terms.names import Name

_FIGURES: Final = 60
_ROLES: Final = {
    ROLES[0]: "indicator.target",
    ROLES[1]: "indicator.result",
    ROLES[2]: "indicator.baseline",
}
_ACTOR: Final = f"{GOVKG}actor"


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure on an indicator.

    *role* is the name of the text for what it is: a target, a result or a baseline. *amount*
    is in the unit that all are compared in, ``None`` where the figure's own cannot be converted;
    *converted* writes it where it is not what was said.
    """

    statement: Name
    actors: tuple[Name, ...]
    role: str
    year: str
    saying: Saying
    amount: Decimal | None
    converted: str


@dataclass(frozen=True, slots=True)
class Readings:
    """Figures on an indicator, compared in *unit*.

    *rates* say how other units were converted, *more* that there are other figures.
    """

    rows: tuple[Reading, ...]
    unit: str
    rates: tuple[tuple[str, str], ...]
    more: bool


def readings_of(context: PageContext, indicator: str, unit: str | None) -> Readings:
    """Gather them, by year: *unit* is the indicator's own, else that of the first figure."""
    index = context.release.index.statements
    found = index.figures_on(indicator, _FIGURES + 1)
    more = len(found) > _FIGURES
    found = found[:_FIGURES]
    statements = {one.number: one.iri for one in index.outlines({number for number, _ in found})}
    values = index.values(statements, _ACTOR)
    actors = {number: one.get(_ACTOR, ()) for number, one in values.items()}
    context.names.add(chain(statements.values(), *actors.values()))
    common = unit or next((figure.unit for _, figure in found), "")
    rows = [
        _reading(context, figure, (statements[number], actors[number]), common)
        for number, figure in found
    ]
    rows.sort(key=lambda row: (row.year or "9999", row.role, row.statement.iri))
    units = {figure.unit for _, figure in found if figure.unit and figure.unit != common}
    return Readings(
        tuple(rows), context.speech.unit(common).text, tuple(_rates(context, units, common)), more
    )


def _reading(
    context: PageContext, figure: Figure, whose: tuple[str, tuple[str, ...]], common: str
) -> Reading:
    statement, actors = whose
    quantity = quantity_in(figure)
    said = read_number(figure.value or figure.largest or figure.smallest)
    rate = context.speech.measures.rate(figure.unit, common)
    amount = said * rate if said is not None and rate is not None else None
    changed = amount is not None and figure.unit != common
    return Reading(
        statement=context.names.of(statement),
        actors=context.names.all_of(actors),
        role=_ROLES.get(figure.role, _ROLES[ROLES[0]]),
        year=figure.year,
        saying=context.speech.say(quantity),
        amount=amount,
        converted=context.speech.amount(amount.normalize(), common) if changed and amount else "",
    )


def _rates(context: PageContext, units: Iterable[str], common: str) -> Iterable[tuple[str, str]]:
    for unit in sorted(units):
        rate = context.speech.measures.rate(unit, common)
        if rate is not None:
            yield _signed(context, Decimal(1), unit), _signed(context, rate, common)


def _signed(context: PageContext, number: Decimal, unit: str) -> str:
    """Write a number with the sign of its unit, which has no plural."""
    sign = context.speech.measures.of(unit).sign
    if not sign:
        return context.speech.amount(number, unit)
    return f"{digits(number.normalize(), context.reader.language)} {sign}"
