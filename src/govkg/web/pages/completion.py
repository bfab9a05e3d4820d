"""What the query editor completes: prefixes, classes and properties of a release."""

from typing import Final

from govkg.vocabulary import OWL, PREFIXES, RDF
from govkg.web.served import ServedRelease

_PROPERTIES: Final = (f"{OWL}ObjectProperty", f"{OWL}DatatypeProperty", f"{RDF}Property")
_FIRST: Final = """\
PREFIX govkg: <https://w3id.org/govkg/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?commitment ?label {
  ?commitment a govkg:Commitment ;
    rdfs:label ?label .
}
LIMIT 100
"""
_FIRST_ANYWHERE: Final = "SELECT * {\n  ?subject ?predicate ?object\n}\nLIMIT 100\n"


def terms_of(release: ServedRelease) -> dict[str, object]:
    """Give what the script of the editor reads: prefixes, IRIs by kind, a query to begin with."""
    classes = release.manifest.classes
    properties = set(release.presentation.properties)
    for kind in _PROPERTIES:
        properties.update(release.index.members(kind, limit=1000))
    used = {
        prefix: iri for prefix, iri in PREFIXES.items() if _occurs(iri, {*classes, *properties})
    }
    ours = PREFIXES["govkg"] + "Commitment" in classes
    return {
        "prefixes": used,
        "class": sorted(classes),
        "property": sorted(properties),
        "first": _FIRST if ours else _FIRST_ANYWHERE,
    }


def _occurs(namespace: str, iris: set[str]) -> bool:
    return any(iri.startswith(namespace) for iri in iris)
