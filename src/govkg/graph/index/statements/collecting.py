"""Read the statements of a release from its triples."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from govkg.graph.index.gathering import Gathered
from govkg.vocabulary import DCTERMS, GOVKG, OA, PROV, QUDT, RDF, SCHEMA

COMMITMENT: Final = f"{GOVKG}Commitment"
ACHIEVEMENT: Final = f"{GOVKG}Achievement"
STATEMENTS: Final = frozenset({COMMITMENT, ACHIEVEMENT})
EVENT: Final = f"{GOVKG}event"
SOURCE: Final = f"{OA}hasSource"
PLACE: Final = f"{DCTERMS}spatial"
KIND: Final = f"{RDF}type"
UNIT: Final = f"{QUDT}hasUnit"
YEAR: Final = f"{GOVKG}year"
INDICATOR: Final = f"{GOVKG}indicator"
BASELINE: Final = f"{GOVKG}baseline"
ROLES: Final = (f"{GOVKG}target", f"{GOVKG}result", BASELINE)
PROPERTIES: Final = (
    f"{SCHEMA}startDate",
    f"{SCHEMA}about",
    f"{SCHEMA}location",
    f"{SCHEMA}position",
    f"{SCHEMA}minValue",
    f"{SCHEMA}maxValue",
    f"{DCTERMS}issued",
    f"{DCTERMS}isPartOf",
    f"{QUDT}numericValue",
    f"{PROV}wasDerivedFrom",
    f"{OA}hasSelector",
    f"{OA}start",
    f"{OA}exact",
    SOURCE,
    PLACE,
    UNIT,
)
"""What is read beside the terms of the ontology."""

_LAST: Final = 2**31
_NO_CHOICE: Final = frozenset({*ROLES, f"{GOVKG}figure", f"{GOVKG}restates"})
"""Links of a statement by which nobody would choose among many."""


class Figure(NamedTuple):
    """A figure; *role* is the property by which its statement has it, *whole* of what it is a part.

    Numbers and years are texts, as they stand; empty where there is nothing.
    """

    iri: str
    role: str
    value: str
    smallest: str
    largest: str
    unit: str
    comparator: str
    change: str
    year: str
    start_year: str
    indicator: str
    whole: str


FIGURE: Final = ", ".join(f"figure.{name}" for name in Figure._fields)
"""The columns of a figure in the index."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement; *kind* is its class, *day* that of the event, or of a source about it.

    *start* is the place of its first words in *source*, in code points. *values* are what it can be
    chosen by: pairs of a property and an IRI or a year.
    """

    iri: str
    kind: str
    event: str
    day: str
    source: str
    start: int
    words: tuple[str, ...]
    figures: tuple[Figure, ...]
    values: tuple[tuple[str, str], ...]

    @property
    def year(self) -> str:
        """The last year by which something of it is due, or the year that it reports of."""
        return max((value for name, value in self.values if name == YEAR), default="")


def collect_statements(gathered: Gathered) -> list[Statement]:
    """List the statements: those of the latest event first, each event in the order of speaking."""
    kinds = dict(
        sorted(pair for pair in gathered.links(KIND) if pair[1] in {COMMITMENT, ACHIEVEMENT})
    )
    days, links = _days_of_sources(gathered), _links(kinds, gathered)
    found = [_statement(iri, kind, gathered, days, links[iri]) for iri, kind in kinds.items()]
    positions = {
        source: _number(gathered.text(source, f"{SCHEMA}position"))
        for source in {statement.source for statement in found}
    }
    found.sort(key=lambda one: (positions[one.source], one.source, one.start, one.iri))
    found.sort(key=lambda one: (one.day, one.event), reverse=True)
    return found


def _days_of_sources(gathered: Gathered) -> dict[str, str]:
    """Give for each event the first day on which a source about it appeared."""
    days: dict[str, str] = {}
    for source, event in gathered.links(f"{SCHEMA}about"):
        day = gathered.text(source, f"{DCTERMS}issued")
        if day:
            days[event] = min(day, days.get(event, day))
    return days


def _links(kinds: Container[str], gathered: Gathered) -> dict[str, list[tuple[str, str]]]:
    """Give the links of each statement to what statements are chosen by."""
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in (*gathered.properties(GOVKG), f"{DCTERMS}isPartOf"):
        if name not in _NO_CHOICE:
            for iri, value in gathered.links(name):
                if iri in kinds:
                    links[iri].append((name, value))
    return links


def _statement(
    iri: str,
    kind: str,
    gathered: Gathered,
    days: dict[str, str],
    links: Iterable[tuple[str, str]],
) -> Statement:
    figures = tuple(_figures(iri, gathered))
    event = next(iter(gathered.iris(iri, EVENT)), "")
    excerpts = gathered.iris(iri, f"{PROV}wasDerivedFrom")
    selectors = [
        selector for excerpt in excerpts for selector in gathered.iris(excerpt, f"{OA}hasSelector")
    ]
    sources = [source for excerpt in excerpts for source in gathered.iris(excerpt, SOURCE)]
    starts = [text for one in selectors for text in gathered.texts(one, f"{OA}start")]
    values = {
        *links,
        *((SOURCE, source) for source in sources),
        *((PLACE, place) for place in _places(iri, event, gathered)),
        *((UNIT, figure.unit) for figure in figures if figure.unit),
        *((INDICATOR, figure.indicator) for figure in figures if figure.indicator),
        # A baseline tells how it was before: nothing is due in its year.
        *((YEAR, figure.year) for figure in figures if figure.year and figure.role != BASELINE),
        *((YEAR, year) for year in gathered.texts(iri, YEAR)),
        (KIND, kind),
    }
    return Statement(
        iri=iri,
        kind=kind,
        event=event,
        day=gathered.text(event, f"{SCHEMA}startDate") or days.get(event, ""),
        source=min(sources, default=""),
        start=min(map(_number, starts), default=_LAST),
        words=tuple(text for one in selectors for text in gathered.texts(one, f"{OA}exact")),
        figures=figures,
        values=tuple(sorted(values)),
    )


def _places(iri: str, event: str, gathered: Gathered) -> Iterator[str]:
    for actor in gathered.iris(iri, f"{GOVKG}actor"):
        yield from gathered.iris(actor, PLACE)
    yield from gathered.iris(event, f"{SCHEMA}location")
    for topic in gathered.iris(event, f"{SCHEMA}about"):
        if f"{SCHEMA}Place" in gathered.iris(topic, KIND):
            yield topic


def _figures(iri: str, gathered: Gathered) -> Iterator[Figure]:
    for role in ROLES:
        for figure in gathered.iris(iri, role):

            def text(name: str, figure: str = figure) -> str:
                return gathered.text(figure, name) or ""

            def link(name: str, figure: str = figure) -> str:
                return next(iter(gathered.iris(figure, name)), "")

            yield Figure(
                iri=figure,
                role=role,
                value=text(f"{QUDT}numericValue"),
                smallest=text(f"{SCHEMA}minValue"),
                largest=text(f"{SCHEMA}maxValue"),
                unit=link(UNIT),
                comparator=link(f"{GOVKG}comparator"),
                change=link(f"{GOVKG}change"),
                year=text(YEAR),
                start_year=text(f"{GOVKG}startYear"),
                indicator=link(INDICATOR),
                whole=link(f"{GOVKG}componentOf"),
            )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else _LAST
