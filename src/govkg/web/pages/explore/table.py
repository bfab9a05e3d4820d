"""The page of a view: its rows, its filters, its neighbours, and itself in other formats."""

from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import parse_qsl

from govkg.graph.index.statements.collecting import EVENT, ROLES, Figure
from govkg.graph.index.statements.reading import Values
from govkg.graph.sparql.selection import text_in
from govkg.vocabulary import GOVKG
from govkg.web.pages.context import PageContext
from govkg.web.pages.entities.described import query_address
from govkg.web.pages.explore.parameters import SORTS, View
from govkg.web.pages.explore.selection import Selection
from govkg.web.pages.explore.sparql import sparql_for
from govkg.web.pages.figures.quantities import Saying
from govkg.web.pages.language.numbers import read_number
from govkg.web.pages.statements.items import Item, items_of, quantity_in
from govkg.web.pages.terms.names import Name

PAGE: Final = 50
_COLUMNS: Final = {"actors": f"{GOVKG}actor", "pillars": f"{GOVKG}pillar", "events": EVENT}
_SHOWN: Final = 4
_UNIT: Final = "SELECT ?indicator ?unit { ?indicator qudt:hasUnit ?unit } LIMIT 1"


@dataclass(frozen=True, slots=True)
class Said:
    """A figure in a row; *converted* is empty where it is in the unit compared in already."""

    saying: Saying
    converted: str


@dataclass(frozen=True, slots=True)
class Row:
    """A statement in the table."""

    item: Item
    figures: tuple[Said, ...]
    more_figures: bool
    years: tuple[str, ...]
    actors: tuple[Name, ...]
    pillars: tuple[Name, ...]
    events: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class _Compared:
    """What figures of a view are on, if *indicators* are chosen, and the *unit* of an only one."""

    indicators: tuple[str, ...]
    unit: str


def explore_page(context: PageContext, view: View) -> dict[str, object]:
    """Gather the page of *view*."""
    index = context.release.index.statements
    base = context.release.manifest.dataset.base_iri
    selection = Selection(context, view)
    after = index.place_of(view.after) if view.after else None
    following_ones = index.select(
        selection.members, order=selection.order(), after=after.number if after else None
    )
    numbers = list(islice(following_ones, PAGE + 1))
    rows = _rows(context, numbers[:PAGE], view)
    following = ""
    if len(numbers) > PAGE:
        last = rows[-1].item.name.iri
        following = View(view.chosen, view.words, view.sort, last).address(base)
    query = sparql_for(view)
    return {
        "view": view,
        "total": len(selection.members),
        "everything": index.total,
        "rows": rows,
        "columns": [name for name in _COLUMNS if len({getattr(row, name) for row in rows}) > 1],
        "filters": selection.filters(),
        "sorts": _sorts(view, base),
        "next": following,
        "first": View(view.chosen, view.words, view.sort).address(base),
        "cleared": View(words=view.words).address(base),
        "downloads": view.files(base),
        "query": query,
        "query_address": query_address(query),
        "hidden": [
            (name, value) for name, value in _pairs(view, base) if name not in {"q", "after"}
        ],
    }


def _pairs(view: View, base: str) -> list[tuple[str, str]]:
    return parse_qsl(view.address(base).partition("?")[2])


def _sorts(view: View, base: str) -> list[tuple[str, str, bool]]:
    """Give the orders that make sense: by size only where all figures have one unit."""
    one_unit = len(view.chosen.get("unit", ())) == 1
    return [
        (text, View(view.chosen, view.words, sort).address(base), sort == view.sort)
        for sort, text in SORTS.items()
        if sort != "amount" or one_unit
    ]


def _rows(context: PageContext, numbers: list[int], view: View) -> tuple[Row, ...]:
    items = items_of(context, numbers)
    values = context.release.index.statements.values(numbers, *_COLUMNS.values())
    context.names.add(iri for one in values.values() for iris in one.values() for iri in iris)
    compared = _Compared(view.chosen.get("indicator", ()), _common_unit(context, view))
    return tuple(_row(context, item, values[item.outline.number], compared) for item in items)


def _row(context: PageContext, item: Item, values: Values, compared: _Compared) -> Row:
    figures = [
        figure
        for figure in item.outline.figures
        if (
            figure.indicator in compared.indicators
            if compared.indicators
            else figure.role in ROLES[:2] and not figure.whole
        )
    ]
    years = {figure.year for figure in figures if figure.year}
    named = {
        column: context.names.all_of(values.get(predicate, ()))
        for column, predicate in _COLUMNS.items()
    }
    return Row(
        item=item,
        figures=tuple(_said(context, figure, compared.unit) for figure in figures[:_SHOWN]),
        more_figures=len(figures) > _SHOWN,
        years=tuple(sorted(years)),
        actors=named["actors"],
        pillars=named["pillars"],
        events=named["events"],
    )


def _said(context: PageContext, figure: Figure, unit: str) -> Said:
    """Say a figure, and once more in *unit* where that is another and both can be compared."""
    rate = context.speech.measures.rate(figure.unit, unit) if unit else None
    number = read_number(figure.value)
    converted = ""
    if rate is not None and number is not None and figure.unit != unit:
        converted = context.speech.amount((number * rate).normalize(), unit)
    return Said(context.speech.say(quantity_in(figure)), converted)


def _common_unit(context: PageContext, view: View) -> str:
    """Give the unit of the one indicator that is chosen, empty where there is not one."""
    indicators = view.chosen.get("indicator", ())
    if len(indicators) != 1:
        return ""
    rows = context.release.selector.select(_UNIT, {"indicator": indicators[0]})
    return next((text_in(row, "unit") for row in rows), "")
