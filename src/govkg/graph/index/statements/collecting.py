"""Read the statements of a release from its triples."""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from govkg.graph.index.gathering import Gathered, Kept, iris_of, is_iri
from govkg.vocabulary import DCTERMS, GOVKG, OA, PROV, QUDT, RDF, SCHEMA

COMMITMENT: Final = f"{GOVKG}Commitment"
ACHIEVEMENT: Final = f"{GOVKG}Achievement"
STATEMENTS: Final = frozenset({COMMITMENT, ACHIEVEMENT})
EVENT: Final = f"{GOVKG}event"
ACTOR: Final = f"{GOVKG}actor"
DERIVED: Final = f"{PROV}wasDerivedFrom"
SELECTOR: Final = f"{OA}hasSelector"
START: Final = f"{OA}start"
END: Final = f"{OA}end"
EXACT: Final = f"{OA}exact"
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
    DERIVED,
    SELECTOR,
    START,
    END,
    EXACT,
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


Stretch = tuple[int, int]
"""From and to, in code points; the second is not part of it."""
Quotation = tuple[str, int, int, str]
"""A source, the stretch of it that was quoted, and the first words of that."""

FIGURE: Final = ", ".join(f"figure.{name}" for name in Figure._fields)
"""The columns of a figure in the index."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement; *kind* is its class, *day* that of the event, or of a source about it.

    *start* is the place of its first words in *source*, in code points. *words* are all that was
    said, *quotations* where that stands. *values* are what it can be
    chosen by: pairs of a property and an IRI or a year.
    """

    iri: str
    kind: str
    event: str
    day: str
    source: str
    start: int
    words: tuple[str, ...]
    quotations: tuple[Quotation, ...]
    figures: tuple[Figure, ...]
    values: frozenset[tuple[str, str]]


def collect_statements(gathered: Gathered) -> list[Statement]:
    """List the statements: those of the latest event first, each event in the order of speaking."""
    kind_of = cache(_kind_of)
    kinds = dict(
        sorted(
            (iri, kind)
            for iri, terms in gathered.objects(KIND).items()
            if (kind := kind_of(terms)) and is_iri(iri)
        )
    )
    reader = _Reader(gathered, kinds)
    found = [reader.statement(iri, kind) for iri, kind in kinds.items()]
    positions = {
        source: _number(gathered.text(source, f"{SCHEMA}position"))
        for source in {statement.source for statement in found}
    }
    found.sort(key=lambda one: (positions[one.source], one.source, one.start, one.iri))
    found.sort(key=lambda one: (one.day, one.event), reverse=True)
    return found


def _kind_of(classes: Kept) -> str:
    """Give which of them makes a statement of what has some *classes*, if one does."""
    return max(STATEMENTS.intersection(iris_of(classes)), default="")


def _days_of_sources(gathered: Gathered) -> dict[str, str]:
    """Give for each event the first day on which a source about it appeared."""
    days: dict[str, str] = {}
    for source, topics in gathered.objects(f"{SCHEMA}about").items():
        day = gathered.text(source, f"{DCTERMS}issued")
        if day and is_iri(source):
            for event in iris_of(topics):
                days[event] = min(day, days.get(event, day))
    return days


def _links(kinds: Container[str], gathered: Gathered) -> dict[str, list[tuple[str, str]]]:
    """Give the links of each statement to what statements are chosen by."""
    links: dict[str, list[tuple[str, str]]] = defaultdict(list)
    pairs = cache(_pairs_with)
    for name in (*gathered.properties(), f"{DCTERMS}isPartOf"):
        if name not in _NO_CHOICE:
            for iri, terms in gathered.objects(name).items():
                if iri in kinds:
                    links[iri] += pairs(name, terms)
    return links


def _pairs_with(name: str, terms: Kept) -> list[tuple[str, str]]:
    return [(name, iri) for iri in iris_of(terms)]


class _Reader:
    """Reads statements; what many have in common, once."""

    def __init__(self, gathered: Gathered, kinds: Container[str]) -> None:
        self._gathered = gathered
        self._days = _days_of_sources(gathered)
        self._links = _links(kinds, gathered)
        self._day = cache(self._read_day)
        self._places = cache(self._read_places)

    def statement(self, iri: str, kind: str) -> Statement:
        """Read the statement *iri*, which is of a *kind*."""
        gathered = self._gathered
        figures = tuple(_figures(iri, gathered))
        event = next(iter(gathered.iris(iri, EVENT)), "")
        sources: list[str] = []
        starts: list[str] = []
        words: list[str] = []
        quotations: list[Quotation] = []
        for excerpt in gathered.iris(iri, DERIVED):
            selectors = gathered.iris(excerpt, SELECTOR)
            said = [text for one in selectors for text in gathered.texts(one, EXACT)]
            among = gathered.iris(excerpt, SOURCE)
            words += said
            sources += among
            starts += (text for one in selectors for text in gathered.texts(one, START))
            stretches = [at for one in selectors if (at := stretch_of(one, gathered))]
            first = said[0] if said else ""
            quotations += ((source, *at, first) for source in among for at in stretches)
        values = {
            *self._links[iri],
            *((SOURCE, source) for source in sources),
            *self._places(tuple(gathered.iris(iri, ACTOR)), event),
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
            day=self._day(event),
            source=min(sources, default=""),
            start=min(map(_number, starts), default=_LAST),
            words=tuple(words),
            quotations=tuple(quotations),
            figures=figures,
            values=frozenset(values),
        )

    def _read_day(self, event: str) -> str:
        return self._gathered.text(event, f"{SCHEMA}startDate") or self._days.get(event, "")

    def _read_places(self, actors: Iterable[str], event: str) -> list[tuple[str, str]]:
        gathered = self._gathered
        places = [place for actor in actors for place in gathered.iris(actor, PLACE)]
        places += gathered.iris(event, f"{SCHEMA}location")
        places += [
            topic
            for topic in gathered.iris(event, f"{SCHEMA}about")
            if f"{SCHEMA}Place" in gathered.iris(topic, KIND)
        ]
        return [(PLACE, place) for place in places]


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


def stretch_of(selector: str, gathered: Gathered) -> Stretch | None:
    """Give which stretch of a source something is about, if that is told."""
    start, end = gathered.text(selector, START) or "", gathered.text(selector, END) or ""
    return (int(start), int(end)) if start.isdecimal() and end.isdecimal() else None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else _LAST
