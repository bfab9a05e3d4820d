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
}} LIMIT {LIMIT}
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value as an address has it, and as people read it."""

    value: str
    text: str


def choices_for(release: ServedRelease, reader: Reader, parameter: Parameter) -> tuple[Choice, ...]:
    """List the values of the property that *parameter* is named after, `LIMIT` at most."""
    found = _values(release, f"{GOVKG}{parameter.name}")
    if parameter.kind != "iri":
        return tuple(Choice(value, value) for value in sorted(found))
    names = Names(release, reader, found)
    return tuple(Choice(iri, names.of(iri).text) for iri in sorted(found, key=names.place))


def _values(release: ServedRelease, property_iri: str) -> list[str]:
    """Give the values that most statements have; of what statements do not have, any."""
    chosen = release.index.statements.choices(property_iri, LIMIT)
    if chosen:
        return list(chosen)
    rows = release.selector.select(_VALUES, {"property": property_iri})
    terms = [row["value"] for row in rows if "value" in row]
    return [term.value for term in terms if isinstance(term, NamedNode | Literal)]
