"""A view as the SPARQL query that gives the same statements."""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.graph.index.words.grams import folded, runs
from govkg.vocabulary import PREFIXES
from govkg.web.pages.explore.parameters import View

_FIGURE: Final = "(govkg:target|govkg:result|govkg:baseline)"
_PATTERNS: Final = {
    "pillar": "?statement govkg:pillar ?pillar .",
    "actor": "?statement govkg:actor ?actor .",
    "speaker": "?statement govkg:speaker ?speaker .",
    "event": "?statement govkg:event ?event .",
    "place": "{ ?statement govkg:actor/dcterms:spatial ?place }"
    " UNION { ?statement govkg:event/schema:location ?place }"
    " UNION { ?statement govkg:event/schema:about ?place . ?place a schema:Place }",
    "year": "?statement (govkg:target|govkg:result)?/govkg:year ?year .",
    "unit": f"?statement {_FIGURE}/qudt:hasUnit ?unit .",
    "kind": "?statement a ?kind .",
    "firmness": "?statement govkg:firmness ?firmness .",
    "indicator": f"?statement {_FIGURE}/govkg:indicator ?indicator .",
    "beneficiary": "?statement govkg:beneficiary ?beneficiary .",
    "type": "?statement govkg:resultType ?type .",
    "plan": "?statement govkg:plan ?plan .",
    "source": "?statement prov:wasDerivedFrom/oa:hasSource ?source .",
    "aim": "?statement dcterms:isPartOf ?aim .",
}
_WITHOUT_COMMAS: Final = 'REPLACE({}, "([0-9]),([0-9]{{3}})", "$1$2")'
_USED: Final = ("dcterms", "govkg", "oa", "prov", "qudt", "rdfs", "schema", "skos")


def sparql_for(view: View) -> str:
    """Write the query; what is no IRI is left out, as it finds nothing."""
    lines = [f"PREFIX {name}: <{PREFIXES[name]}>" for name in _USED]
    lines += ["", "SELECT DISTINCT ?statement ?label {"]
    lines += [
        "  VALUES ?class { govkg:Commitment govkg:Achievement }",
        "  ?statement a ?class .",
        "  OPTIONAL { ?statement rdfs:label ?label }",
    ]
    for name, values in view.chosen.items():
        terms = " ".join(_terms(name, values))
        lines += [f"  VALUES ?{name} {{ {terms} }}", f"  {_PATTERNS[name]}"]
    lines += _filters(view.words)
    return "\n".join([*lines, "}", "ORDER BY ?statement", ""])


def _terms(name: str, values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if name == "year":
            if value.isascii() and value.isdigit():
                yield str(int(value))
            continue
        try:
            yield str(NamedNode(value))
        except ValueError:
            continue


def _filters(words: str) -> Iterator[str]:
    """Ask for each word apart, in a label or in the words quoted."""
    for place, (run, _) in enumerate(runs(folded(words))):
        text = Literal(run)
        yield (
            f"  FILTER EXISTS {{ {{ ?statement rdfs:label|skos:altLabel ?text{place} }} UNION"
            f" {{ ?statement prov:wasDerivedFrom/oa:hasSelector/oa:exact ?text{place} }}"
            f" FILTER(CONTAINS(LCASE({_WITHOUT_COMMAS.format(f'STR(?text{place})')}), {text})) }}"
        )
