"""A statement as a reader takes it in: the figures first, then the words, then who and where."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

from govkg.graph.documents import Description
from govkg.graph.index.statements.collecting import ACHIEVEMENT, STATEMENTS
from govkg.vocabulary import DCTERMS, GOVKG, OA, PROV, RDF
from govkg.web.pages.context import PageContext
from govkg.web.pages.figures.breakdown import Breakdown, break_down
from govkg.web.pages.figures.quantities import Saying, quantity_of, tail
from govkg.web.pages.statements.quotations import Quotation
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Name

_CHAIN: Final = ("input", "process", "output", "reach", "outcome")
"""From what is put in to what changes for people."""
_LAST: Final = 2**31
_GROWTH: Final = "increment"


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure that is no part of another: its words, what it measures, its parts.

    *role* is the property by which the statement has it, *stage* its type of result. *grows* says
    that so many are added to what there is.
    """

    name: Name
    role: str
    anchor: str
    saying: Saying
    said: str
    indicator: Name | None
    change: Name | None
    grows: bool
    stage: Name | None
    breakdown: Breakdown | None


@dataclass(frozen=True, slots=True)
class StatementView:
    """What stands above the complete description of a statement.

    *stages* are the figures by their types of result, from input to outcome, where there are
    several types. *longest* counts the characters of the longest quotation.
    """

    reported: bool
    figures: tuple[FigureView, ...]
    baselines: tuple[FigureView, ...]
    stages: tuple[tuple[Name, tuple[FigureView, ...]], ...]
    year: str
    quotations: tuple[Quotation, ...]
    longest: int
    speakers: tuple[Name, ...]
    actors: tuple[Name, ...]
    events: tuple[Name, ...]
    pillars: tuple[Name, ...]
    aims: tuple[Name, ...]
    plans: tuple[Name, ...]
    beneficiaries: tuple[Name, ...]
    firmness: Name | None
    anchors: frozenset[str]


def is_statement(description: Description, facts: Facts) -> bool:
    """Say whether a document is about a commitment or an achievement."""
    return not STATEMENTS.isdisjoint(facts.iris(description.iri, f"{RDF}type"))


def view_statement(
    context: PageContext, iri: str, facts: Facts, quotations: tuple[Quotation, ...]
) -> StatementView:
    """Read a statement from its document."""
    figures = tuple(_figures(context, iri, facts, ("target", "result")))
    baselines = tuple(_figures(context, iri, facts, ("baseline",)))

    def named(predicate: str) -> tuple[Name, ...]:
        return context.names.all_of(facts.iris(iri, predicate))

    anchors = chain(
        (view.anchor for view in (*figures, *baselines)),
        (part.anchor for view in figures if view.breakdown for part in view.breakdown.parts),
        (quotation.anchor for quotation in quotations),
    )
    return StatementView(
        reported=ACHIEVEMENT in facts.iris(iri, f"{RDF}type"),
        figures=figures,
        baselines=baselines,
        stages=_stages(figures),
        year=facts.text(iri, f"{GOVKG}year") or "",
        quotations=quotations,
        longest=max((len(one.words) for one in quotations), default=0),
        speakers=named(f"{GOVKG}speaker"),
        actors=named(f"{GOVKG}actor"),
        events=named(f"{GOVKG}event"),
        pillars=named(f"{GOVKG}pillar"),
        aims=named(f"{DCTERMS}isPartOf"),
        plans=named(f"{GOVKG}plan"),
        beneficiaries=named(f"{GOVKG}beneficiary"),
        firmness=next(iter(named(f"{GOVKG}firmness")), None),
        anchors=frozenset(anchor for anchor in anchors if anchor),
    )


def _figures(
    context: PageContext, iri: str, facts: Facts, roles: Iterable[str]
) -> Iterator[FigureView]:
    """Give the figures that are no part of another, with their parts."""
    found = [(one, role) for role in roles for one in facts.iris(iri, f"{GOVKG}{role}")]
    figures = dict(sorted(found, key=lambda pair: _place(facts, pair[0])))
    wholes = {figure: facts.iri(figure, f"{GOVKG}componentOf") for figure in figures}
    own = facts.iri(iri, f"{GOVKG}resultType")

    def named(figure: str, name: str, otherwise: str | None = None) -> Name | None:
        found = facts.iri(figure, f"{GOVKG}{name}") or otherwise
        return context.names.of(found) if found else None

    for figure, role in figures.items():
        if wholes[figure] in wholes:
            continue
        quantity = quantity_of(facts, figure)
        parts = [
            (context.names.of(part), quantity_of(facts, part))
            for part, of in wholes.items()
            if of == figure
        ]
        yield FigureView(
            name=context.names.of(figure),
            role=role,
            anchor=figure.partition("#")[2],
            saying=context.speech.say(quantity),
            said=facts.text(figure, f"{GOVKG}asStated") or "",
            indicator=named(figure, "indicator"),
            change=named(figure, "change"),
            grows=tail(facts.iri(figure, f"{GOVKG}change") or "") == _GROWTH,
            stage=named(figure, "resultType", own),
            breakdown=break_down(quantity, parts, context.speech),
        )


def _place(facts: Facts, figure: str) -> int:
    """Give the place in the source at which a figure is said."""
    starts = [
        int(start)
        for excerpt in facts.iris(figure, f"{PROV}wasDerivedFrom")
        for selector in facts.iris(excerpt, f"{OA}hasSelector")
        if (start := facts.text(selector, f"{OA}start") or "").isdigit()
    ]
    return min(starts, default=_LAST)


def _stages(figures: Iterable[FigureView]) -> tuple[tuple[Name, tuple[FigureView, ...]], ...]:
    """Sort figures by their types of result, where there is more than one."""
    stages: dict[Name, list[FigureView]] = defaultdict(list)
    for figure in figures:
        if figure.stage is not None:
            stages[figure.stage].append(figure)
    if len(stages) == 1:
        return ()
    places = {name: place for place, name in enumerate(_CHAIN)}
    ordered = sorted(stages, key=lambda stage: (places.get(tail(stage.iri), 9), stage.iri))
    return tuple((stage, tuple(stages[stage])) for stage in ordered)
