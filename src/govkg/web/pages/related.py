"""Statements that belong to an event, a pillar, a person: in the order of speaking."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.graph.sparql.selection import Row
from govkg.web.pages.figures.quantities import Quantity, Saying, Speech
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.statements import ACHIEVEMENT
from govkg.web.pages.terms.names import Name, Names
from govkg.web.served import ServedRelease

LIMIT: Final = 200

_STATEMENTS: Final = f"""
SELECT ?focus ?statement (SAMPLE(?class) AS ?kind) (MIN(?from) AS ?start) {{
  ?statement ?link ?focus ; a ?class .
  FILTER(?class IN (govkg:Commitment, govkg:Achievement))
  OPTIONAL {{ ?statement prov:wasDerivedFrom/oa:hasSelector/oa:start ?from }}
}} GROUP BY ?focus ?statement ORDER BY ?start ?statement LIMIT {LIMIT + 1}
"""
_FIGURES: Final = """
SELECT DISTINCT ?focus ?statement ?figure ?value ?smallest ?largest ?unit ?comparator ?year
  ?startYear {
  ?statement ?link ?focus ; govkg:target|govkg:result ?figure .
  FILTER NOT EXISTS { ?figure govkg:componentOf ?whole }
  OPTIONAL { ?figure qudt:numericValue ?value }
  OPTIONAL { ?figure schema:minValue ?smallest }
  OPTIONAL { ?figure schema:maxValue ?largest }
  OPTIONAL { ?figure qudt:hasUnit ?unit }
  OPTIONAL { ?figure govkg:comparator ?comparator }
  OPTIONAL { ?figure govkg:year ?year }
  OPTIONAL { ?figure govkg:startYear ?startYear }
} ORDER BY ?figure LIMIT 2000
"""


@dataclass(frozen=True, slots=True)
class Item:
    """A statement in a list."""

    name: Name
    reported: bool
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """The first statements that point to an entity; *more* says that there are others."""

    listed: tuple[Item, ...]
    more: bool

    @property
    def promised(self) -> int:
        """How many of *listed* are commitments."""
        return sum(not item.reported for item in self.listed)

    @property
    def reported(self) -> int:
        """How many of *listed* are achievements."""
        return sum(item.reported for item in self.listed)


def beside(statements: Statements, iri: str) -> tuple[Item, ...]:
    """Give what stands right before and after *iri*, which is not given itself."""
    places = [place for place, item in enumerate(statements.listed) if item.name.iri == iri]
    return tuple(
        statements.listed[near]
        for place in places
        for near in (place - 1, place + 1)
        if 0 <= near < len(statements.listed)
    )


def statements_about(
    release: ServedRelease, reader: Reader, speech: Speech, focus: str
) -> Statements:
    """List the statements that point to *focus*: two queries, however many there are."""
    rows = release.selector.select(_STATEMENTS, {"focus": focus})
    if not any("statement" in row for row in rows):
        return Statements((), more=False)
    sayings: dict[str, list[Saying]] = defaultdict(list)
    for row in release.selector.select(_FIGURES, {"focus": focus}):
        sayings[_text(row, "statement") or ""].append(speech.say(_quantity(row)))
    iris = [_text(row, "statement") or "" for row in rows[:LIMIT]]
    names = Names(release, reader, iris)
    listed = tuple(
        Item(names.of(iri), _text(row, "kind") == ACHIEVEMENT, tuple(sayings.get(iri, ())))
        for iri, row in zip(iris, rows, strict=False)
    )
    return Statements(listed, more=len(rows) > LIMIT)


def _quantity(row: Row) -> Quantity:
    return Quantity(
        value=_text(row, "value"),
        smallest=_text(row, "smallest"),
        largest=_text(row, "largest"),
        unit=_text(row, "unit"),
        comparator=_text(row, "comparator"),
        year=_text(row, "year"),
        start_year=_text(row, "startYear"),
    )


def _text(row: Row, name: str) -> str | None:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else None
