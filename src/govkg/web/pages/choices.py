"""Values that a parameter of an example query may take: those that the data has."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.graph.sparql.parameters import Parameter
from govkg.vocabulary import GOVKG
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.terms.names import Names
from govkg.web.served import ServedRelease

LIMIT: Final = 500

_VALUES: Final = f"""
SELECT DISTINCT ?property ?value {{
  {{ ?subject ?property ?value }}
  UNION
  {{ ?part rdfs:subPropertyOf ?property . ?subject ?part ?value }}
}} ORDER BY ?value LIMIT {LIMIT}
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value as an address has it, and as people read it."""

    value: str
    text: str


def choices_for(release: ServedRelease, reader: Reader, parameter: Parameter) -> tuple[Choice, ...]:
    """List the values of the property that *parameter* is named after, `LIMIT` at most."""
    rows = release.selector.select(_VALUES, {"property": f"{GOVKG}{parameter.name}"})
    terms = [row["value"] for row in rows if "value" in row]
    found = [term.value for term in terms if isinstance(term, NamedNode | Literal)]
    if parameter.kind != "iri":
        return tuple(Choice(value, value) for value in found)
    names = Names(release, reader, found)
    return tuple(Choice(iri, names.of(iri).text) for iri in sorted(found, key=names.place))
