"""What the home page tells: how much there is, in which fields, from which events."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.vocabulary import GOVKG, SCHEMA
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.terms.names import Name, Names
from govkg.web.served import ServedRelease

_PILLARS: Final = """
SELECT ?iri (COUNT(DISTINCT ?statement) AS ?number) {
  ?statement a govkg:Commitment ; govkg:pillar ?iri
} GROUP BY ?iri ORDER BY DESC(?number) ?iri LIMIT 24
"""
_EVENTS: Final = """
SELECT ?iri (COUNT(DISTINCT ?statement) AS ?number) (MIN(?said) AS ?day) (MIN(?issued) AS ?page) {
  ?statement govkg:event ?iri .
  OPTIONAL { ?iri schema:startDate ?said }
  OPTIONAL { ?source schema:about ?iri ; dcterms:issued ?issued }
} GROUP BY ?iri ORDER BY DESC(COALESCE(MIN(?said), MIN(?issued))) ?iri LIMIT 3
"""
_COUNTED: Final = (
    (f"{GOVKG}Commitment", "home.promises"),
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
    """Gather the overview: two queries."""
    pillars = [(_text(row.get("iri")), row) for row in release.selector.select(_PILLARS)]
    events = [(_text(row.get("iri")), row) for row in release.selector.select(_EVENTS)]
    names = Names(release, reader, [iri for iri, _ in (*pillars, *events)])
    numbers = {iri: int(_text(row.get("number"))) for iri, row in (*pillars, *events)}
    most = max((numbers[iri] for iri, _ in pillars), default=1)
    classes = release.manifest.classes
    return Overview(
        counts=tuple((classes[iri], text, iri) for iri, text in _COUNTED if iri in classes),
        pillars=tuple(
            Counted(names.of(iri), numbers[iri], numbers[iri] / most * 100)
            for iri, _ in pillars
            if iri
        ),
        events=tuple(
            Held(names.of(iri), numbers[iri], _text(row.get("day")), _text(row.get("page")))
            for iri, row in events
            if iri
        ),
    )


def _text(term: object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""
