"""Units and comparators in words: read once for each release, for they are few."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.graph.sparql.selection import Row, Selector
from govkg.web.pages.terms.names import fallback

_UNITS: Final = """
SELECT ?iri ?label ?plural ?symbol {
  ?iri a qudt:Unit .
  OPTIONAL { ?iri rdfs:label ?label FILTER(LANG(?label) IN ("en", "zh")) }
  OPTIONAL { ?iri skos:altLabel ?plural FILTER(LANG(?plural) = "en") }
  OPTIONAL { ?iri qudt:symbol ?symbol }
} ORDER BY ?iri ?plural ?symbol
"""
_COMPARATORS: Final = """
SELECT ?iri ?label ?sign {
  ?iri skos:inScheme/dcterms:subject govkg:comparator ; skos:prefLabel ?label .
  OPTIONAL { ?iri skos:notation ?sign }
} ORDER BY ?iri
"""


@dataclass(slots=True)
class Wording:
    """How one unit or comparator is called: by language, and by a sign."""

    labels: dict[str, str] = field(default_factory=dict)
    plural: str = ""
    sign: str = ""


class Measures:
    """The units and comparators of one release."""

    def __init__(self, selector: Selector) -> None:
        """Read them."""
        self._wordings: dict[str, Wording] = {}
        for row in selector.select(_UNITS) + selector.select(_COMPARATORS):
            self._add(row)

    def _add(self, row: Row) -> None:
        wording = self._wordings.setdefault(_text(row, "iri"), Wording())
        label = row.get("label")
        if isinstance(label, Literal):
            wording.labels.setdefault(label.language or "", label.value)
        wording.plural = wording.plural or _text(row, "plural")
        wording.sign = wording.sign or _text(row, "symbol") or _text(row, "sign")

    def of(self, iri: str) -> Wording:
        """Give the wording of a unit or comparator, its IRI's tail where nothing is known."""
        return self._wordings.get(iri) or Wording({"en": fallback(iri)})

    def unit(self, iri: str) -> str:
        """Name a unit behind a number: its plural, else its sign, else its label."""
        known = self.of(iri)
        return known.plural or known.sign or known.labels.get("en", "")


@lru_cache(maxsize=4)
def measures_of(selector: Selector) -> Measures:
    """Read the measures of a release; a release never changes, so that a second call is free."""
    return Measures(selector)


def _text(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""
