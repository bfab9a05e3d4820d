"""A statement as a reader takes it in: the figures first, then the words, then who and where."""

from dataclasses import dataclass
from itertools import chain
from typing import Final

from govkg.graph.documents import Description
from govkg.iris import document_of
from govkg.vocabulary import DCTERMS, GOVKG, OA, PROV, RDF
from govkg.web.pages.figures.breakdown import Breakdown, break_down
from govkg.web.pages.figures.quantities import Saying, Speech, quantity_of
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Name, Names

COMMITMENT: Final = f"{GOVKG}Commitment"
ACHIEVEMENT: Final = f"{GOVKG}Achievement"


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure that is no part of another: its words, what it measures, its parts."""

    name: Name
    anchor: str
    saying: Saying
    indicator: Name | None
    change: Name | None
    breakdown: Breakdown | None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words and their place in a source, in code points."""

    words: str
    language: str
    anchor: str
    source: Name | None
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """What stands above the complete description of a statement."""

    reported: bool
    figures: tuple[FigureView, ...]
    year: str
    quotations: tuple[Quotation, ...]
    speakers: tuple[Name, ...]
    actors: tuple[Name, ...]
    events: tuple[Name, ...]
    pillars: tuple[Name, ...]
    aims: tuple[Name, ...]
    firmness: Name | None
    anchors: frozenset[str]


def is_statement(description: Description, facts: Facts) -> bool:
    """Say whether a document is about a commitment or an achievement."""
    return bool({COMMITMENT, ACHIEVEMENT} & set(facts.iris(description.iri, f"{RDF}type")))


def view_statement(
    description: Description, facts: Facts, names: Names, speech: Speech
) -> StatementView:
    """Read a statement from its document."""
    iri = description.iri
    figures = _figures(iri, facts, names, speech)
    quotations = _quotations(description, facts, names)

    def named(predicate: str) -> tuple[Name, ...]:
        return tuple(names.of(one) for one in facts.iris(iri, predicate))

    anchors = chain(
        (view.anchor for view in figures),
        (part.anchor for view in figures if view.breakdown for part in view.breakdown.parts),
        (quotation.anchor for quotation in quotations),
    )
    return StatementView(
        reported=ACHIEVEMENT in facts.iris(iri, f"{RDF}type"),
        figures=figures,
        year=facts.text(iri, f"{GOVKG}year") or "",
        quotations=quotations,
        speakers=named(f"{GOVKG}speaker"),
        actors=named(f"{GOVKG}actor"),
        events=named(f"{GOVKG}event"),
        pillars=named(f"{GOVKG}pillar"),
        aims=named(f"{DCTERMS}isPartOf"),
        firmness=next(iter(named(f"{GOVKG}firmness")), None),
        anchors=frozenset(anchors),
    )


def _figures(iri: str, facts: Facts, names: Names, speech: Speech) -> tuple[FigureView, ...]:
    figures = facts.iris(iri, f"{GOVKG}target", f"{GOVKG}result")
    wholes = {figure: facts.iri(figure, f"{GOVKG}componentOf") for figure in figures}
    views: list[FigureView] = []
    for figure, whole in wholes.items():
        if whole in wholes:
            continue
        quantity = quantity_of(facts, figure)
        parts = [
            (names.of(part), quantity_of(facts, part))
            for part, of in wholes.items()
            if of == figure
        ]
        indicator = facts.iri(figure, f"{GOVKG}indicator")
        change = facts.iri(figure, f"{GOVKG}change")
        views.append(
            FigureView(
                name=names.of(figure),
                anchor=figure.partition("#")[2],
                saying=speech.say(quantity),
                indicator=names.of(indicator) if indicator else None,
                change=names.of(change) if change else None,
                breakdown=break_down(quantity, parts, speech),
            )
        )
    return tuple(views)


def _quotations(description: Description, facts: Facts, names: Names) -> tuple[Quotation, ...]:
    excerpts = [
        resource
        for resource in description.resources
        if f"{OA}SpecificResource" in facts.iris(resource, f"{RDF}type")
    ]
    found = [_quotation(excerpt, facts, names) for excerpt in excerpts]
    return tuple(sorted(found, key=lambda quotation: int(quotation.start or 0)))


def _quotation(excerpt: str, facts: Facts, names: Names) -> Quotation:
    selectors = facts.iris(excerpt, f"{OA}hasSelector")

    def of(predicate: str) -> str:
        texts = (facts.text(selector, predicate) for selector in selectors)
        return next((text for text in texts if text is not None), "")

    source = facts.iri(excerpt, f"{PROV}wasQuotedFrom")
    start, end = of(f"{OA}start"), of(f"{OA}end")
    return Quotation(
        words=of(f"{OA}exact"),
        language="",
        anchor=excerpt.removeprefix(document_of(excerpt)).removeprefix("#"),
        source=names.of(source) if source else None,
        start=start if start.isdigit() else "",
        end=end if end.isdigit() else "",
    )
