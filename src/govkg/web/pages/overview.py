"""What the home page tells: how much there is, in which fields, from which events."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from govkg.graph.index.statements.collecting import COMMITMENT, EVENT, KIND
from govkg.graph.sparql.selection import Selector, text_in
from govkg.vocabulary import GOVKG, SCHEMA
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.terms.names import Name, Names
from govkg.web.served import ServedRelease

_PILLARS: Final = 24
_EVENTS: Final = 3
_KEPT: Final = 4 * _EVENTS
"""Events whose days are kept: those of a few releases."""
_DAYS: Final = """
SELECT ?iri (MIN(?said) AS ?day) (MIN(?issued) AS ?page) {
  { ?iri schema:startDate ?said } UNION { ?source schema:about ?iri ; dcterms:issued ?issued }
} GROUP BY ?iri
"""
_COUNTED: Final = (
    (COMMITMENT, "home.promises"),
    (f"{GOVKG}Target", "home.figures"),
    (f"{GOVKG}Achievement", "home.reports"),
    (f"{SCHEMA}Event", "home.events"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Something and how many; *share* is its part of the largest, in per cent."""

    name: Name
    number: int
    share: float


@dataclass(frozen=True, slots=True)
class Held:
    """An event: *date* is its own, *published* that of a source about it."""

    name: Name
    number: int
    date: str
    published: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The facts of the home page; *counts* are numbers, the texts for what they count, classes."""

    counts: tuple[tuple[int, str, str], ...]
    pillars: tuple[Counted, ...]
    events: tuple[Held, ...]


def overview_of(release: ServedRelease, reader: Reader) -> Overview:
    """Gather the overview."""
    index = release.index.statements
    pillars = index.shared(COMMITMENT, KIND, f"{GOVKG}pillar", _PILLARS)
    events = index.latest(EVENT, _EVENTS)
    names = Names(release, reader, [*pillars, *events])
    ranked = sorted(pillars, key=lambda iri: (-pillars[iri], names.place(iri)))
    most = max(pillars.values(), default=0) or 1
    classes = release.manifest.classes
    return Overview(
        counts=tuple((classes[iri], text, iri) for iri, text in _COUNTED if iri in classes),
        pillars=tuple(
            Counted(names.of(iri), pillars[iri], pillars[iri] / most * 100) for iri in ranked
        ),
        events=tuple(_held(release, names.of(iri)) for iri in events),
    )


def _held(release: ServedRelease, name: Name) -> Held:
    date, published = _days(release.selector, name.iri)
    return Held(
        name=name,
        number=len(release.index.statements.having(name.iri, EVENT)),
        date=date,
        published=published,
    )


@lru_cache(maxsize=_KEPT)
def _days(selector: Selector, event: str) -> tuple[str, str]:
    """Give the day of an event, and that of a source about it: a release never changes."""
    row = next(iter(selector.select(_DAYS, {"iri": event})), {})
    return text_in(row, "day"), text_in(row, "page")
