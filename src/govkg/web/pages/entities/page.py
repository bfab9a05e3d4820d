"""The page of an entity: what belongs there comes first, by what the entity is."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from govkg.graph.documents import Description
from govkg.graph.index.bitsets import Numbers
from govkg.vocabulary import DCTERMS, FOAF, GOVKG, ORG, PROV, QUDT, RDF, SCHEMA, SKOS
from govkg.web.pages.charts.views import chart_of_readings, chart_of_years
from govkg.web.pages.context import PageContext
from govkg.web.pages.entities.coverage import coverages_of, reading_of
from govkg.web.pages.entities.described import describe
from govkg.web.pages.entities.measured import readings_of
from govkg.web.pages.entities.offices import offices_of
from govkg.web.pages.entities.profile import profile_of, years_of
from govkg.web.pages.explore.parameters import FILTERS, View
from govkg.web.pages.figures.quantities import Saying
from govkg.web.pages.statements.items import (
    Item,
    Statements,
    items_of,
    quantity_in,
    statements_among,
)
from govkg.web.pages.terms.facts import Facts

_NOTES: Final = (
    f"{SKOS}definition",
    f"{DCTERMS}description",
    f"{SKOS}scopeNote",
    f"{SKOS}editorialNote",
)
_SPEAKER: Final = f"{GOVKG}speaker"
_LISTED: Final = 100
_AGENTS: Final = frozenset({f"{FOAF}Person", f"{ORG}Organization", f"{ORG}FormalOrganization"})


@dataclass(frozen=True, slots=True)
class Large:
    """One of the largest figures in its unit, and the promise that it stands in."""

    item: Item
    saying: Saying
    unit: str


def entity_page(context: PageContext, description: Description, facts: Facts) -> dict[str, object]:
    """Gather what stands on the page."""
    focus = description.iri
    kinds = set(facts.iris(focus, f"{RDF}type"))
    index = context.release.index.statements
    wanted = index.having(focus)
    event = f"{SCHEMA}Event" in kinds
    measured = any(index.figures_on(focus, 1))
    unit = facts.iri(focus, f"{QUDT}hasUnit")
    readings = readings_of(context, focus, unit) if measured else None
    statements = statements_among(context, wanted, limit=_LISTED)
    drawn = chart_of_readings(context, readings) if readings else None
    years = years_of(context, wanted)
    years_drawn = None if drawn else chart_of_years(context, years)
    view = _view(context, focus, wanted)
    base = context.release.manifest.dataset.base_iri
    return {
        **describe(context, description, facts),
        "notes": _notes(context, facts, focus),
        "event": _event(facts, context, focus, statements) if event else None,
        "issued": None if event else _issued(facts, context, focus),
        "statements": statements,
        "years": years,
        "years_chart": years_drawn,
        "profile": profile_of(context, wanted, focus),
        "largest": _largest(context, focus) if _is_field(context, focus) else (),
        "offices": offices_of(context, focus) if kinds & _AGENTS else (),
        "coverages": coverages_of(context, focus, event=event),
        "reading": reading_of(context, focus, facts),
        "readings": readings,
        "readings_chart": drawn,
        "explore": view.address(base) if view else "",
        "files": view.files(base) if view else [],
    }


def _notes(context: PageContext, facts: Facts, focus: str) -> list[Literal]:
    found = (context.names.best(facts.texts(focus, predicate)) for predicate in _NOTES)
    name = context.names.of(focus).text
    return [note for notes in found for note in notes if note.value != name]


def _event(
    facts: Facts, context: PageContext, focus: str, statements: Statements
) -> dict[str, object]:
    """Say when it was, by whom, where; several speakers are bars of its profile."""
    index = context.release.index.statements
    values = index.values((item.outline.number for item in statements.listed), _SPEAKER)
    speakers = {iri for one in values.values() for iri in one.get(_SPEAKER, ())}
    alone = speakers if len(speakers) == 1 and not statements.more else ()
    context.names.add(alone)
    return {
        "date": facts.text(focus, f"{SCHEMA}startDate") or "",
        "speakers": context.names.all_of(alone),
        "organisers": context.names.all_of(facts.iris(focus, f"{SCHEMA}organizer")),
        "places": context.names.all_of(facts.iris(focus, f"{SCHEMA}location", f"{SCHEMA}about")),
    }


def _issued(facts: Facts, context: PageContext, focus: str) -> dict[str, object] | None:
    """Say when a plan, a source or an assessment came out, and by whom."""
    day = facts.text(focus, f"{DCTERMS}issued")
    makers = facts.iris(focus, f"{DCTERMS}publisher", f"{PROV}wasAttributedTo")
    if not day and not makers:
        return None
    return {
        "date": day or "",
        "makers": context.names.all_of(makers),
        "verdicts": context.names.all_of(facts.iris(focus, f"{GOVKG}verdict")),
        "assessed": context.names.all_of(facts.iris(focus, f"{GOVKG}assesses")),
    }


def _is_field(context: PageContext, focus: str) -> bool:
    return bool(context.release.index.statements.having(focus, f"{GOVKG}pillar"))


def _largest(context: PageContext, focus: str) -> tuple[Large, ...]:
    """Give the largest figures promised, for each unit apart: different units are never summed."""
    found = context.release.index.statements.largest(focus)
    items = items_of(context, {number for number, _ in found})
    by_number = {item.outline.number: item for item in items}
    return tuple(
        Large(by_number[number], context.speech.say(quantity_in(figure)), figure.unit)
        for number, figure in found
    )


def _view(context: PageContext, focus: str, wanted: Numbers) -> View | None:
    """Give the view of all statements about *focus*, ``None`` where no filter chooses them."""
    index = context.release.index.statements
    for name, predicate in FILTERS.items() if wanted else ():
        if index.having(focus, predicate) == wanted:
            return View({name: (focus,)})
    return None
