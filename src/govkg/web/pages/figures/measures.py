"""Units and comparators in words: read once for each release, for they are few."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal

from govkg.graph.index import Label
from govkg.graph.sparql.selection import Row, Selector, text_in
from govkg.web.pages.language.numbers import read_number
from govkg.web.pages.language.reader import best_tag
from govkg.web.pages.terms.names import fallback

_UNITS: Final = """
SELECT ?iri ?label ?plural ?symbol ?multiplier ?kind ?currency {
  ?iri a qudt:Unit .
  OPTIONAL { ?iri rdfs:label ?label }
  OPTIONAL { ?iri skos:altLabel ?plural }
  OPTIONAL { ?iri qudt:symbol ?symbol }
  OPTIONAL { ?iri qudt:conversionMultiplier ?multiplier }
  OPTIONAL { ?iri qudt:hasQuantityKind|qudt:unitForQuantityKind ?kind }
  OPTIONAL { ?iri a ?currency . FILTER(?currency = qudt:CurrencyUnit) }
} ORDER BY ?iri ?plural ?symbol
"""
_COMPARATORS: Final = """
SELECT ?iri ?label ?sign {
  ?iri skos:inScheme/dcterms:subject govkg:comparator ; skos:prefLabel ?label .
  OPTIONAL { ?iri skos:notation ?sign }
} ORDER BY ?iri
"""
SIGNS: Final = {"%": "%", "‰": "‰", "°C": "°C", "#": ""}
"""Signs that say more than any name of the unit; that of plain counting is nothing."""
_INFLECTED: Final = frozenset({"en"})


@dataclass(slots=True)
class Wording:
    """How one unit or comparator is called: by language, behind a number, and by a sign.

    A unit's *multiplier* leads to the base unit of its *kinds* of quantity; a currency has none,
    for QUDT gives each of them 1.
    """

    labels: dict[str, str] = field(default_factory=dict)
    plurals: dict[str, str] = field(default_factory=dict)
    sign: str = ""
    multiplier: Decimal | None = None
    kinds: set[str] = field(default_factory=set)


class Measures:
    """The units and comparators of one release."""

    def __init__(self, selector: Selector) -> None:
        """Read them."""
        self._wordings: dict[str, Wording] = {}
        for row in selector.select(_UNITS) + selector.select(_COMPARATORS):
            self._add(row)

    def _add(self, row: Row) -> None:
        wording = self._wordings.setdefault(text_in(row, "iri"), Wording())
        for column, texts in (("label", wording.labels), ("plural", wording.plurals)):
            literal = row.get(column)
            if isinstance(literal, Literal):
                texts.setdefault(literal.language or "", literal.value)
        if "kind" in row:
            wording.kinds.add(text_in(row, "kind"))
        if "currency" not in row:
            wording.multiplier = read_number(text_in(row, "multiplier"))
        wording.sign = wording.sign or text_in(row, "symbol") or text_in(row, "sign")

    def of(self, iri: str) -> Wording:
        """Give the wording of a unit or comparator, its IRI's tail where nothing is known."""
        return self._wordings.get(iri) or Wording({"": fallback(iri)})

    def label(self, iri: str, chain: tuple[str, ...]) -> Label:
        """Name a unit or comparator."""
        labels = self.of(iri).labels
        tag = best_tag(labels, chain)
        return Label("", "") if tag is None else Label(labels[tag], tag)

    def rate(self, unit: str, common: str) -> Decimal | None:
        """Give by what a number in *unit* is multiplied to be one in *common* (QUDT).

        ``None`` where the two measure different kinds of quantity, or are currencies.
        """
        if unit == common:
            return Decimal(1)
        one, other = self._wordings.get(unit), self._wordings.get(common)
        if one is None or other is None or not one.kinds & other.kinds:
            return None
        if not one.multiplier or not other.multiplier:
            return None
        return one.multiplier / other.multiplier

    def unit(self, iri: str, chain: tuple[str, ...]) -> Label:
        """Name a unit behind a number: by its plural, else by its sign, else by its label.

        A language that has no plurals (Chinese) is content with a label.
        """
        known = self.of(iri)
        if known.sign in SIGNS:
            return Label(SIGNS[known.sign], "")
        tag = best_tag({**known.labels, **known.plurals}, chain)
        if tag is not None and tag in known.plurals:
            return Label(known.plurals[tag], tag)
        inflected = tag is None or tag.partition("-")[0] in _INFLECTED
        if known.sign and inflected:
            return Label(known.sign, "")
        return Label(known.labels[tag], tag) if tag is not None else Label("", "")


@lru_cache(maxsize=4)
def measures_of(selector: Selector) -> Measures:
    """Read the measures of a release; a release never changes, so that a second call is free."""
    return Measures(selector)
