"""The IRIs that code names; everything else stands in the ontology, the shapes and the data."""

from typing import Final

NAMESPACE: Final = "https://w3id.org/govkg/"
GOVKG: Final = f"{NAMESPACE}ontology#"
SHAPES: Final = f"{NAMESPACE}shapes#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SCHEMA: Final = "https://schema.org/"
PROV: Final = "http://www.w3.org/ns/prov#"
OA: Final = "http://www.w3.org/ns/oa#"
ORG: Final = "http://www.w3.org/ns/org#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
QUDT: Final = "http://qudt.org/schema/qudt/"
UNIT: Final = "http://qudt.org/vocab/unit/"
DCTERMS: Final = "http://purl.org/dc/terms/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
VOID: Final = "http://rdfs.org/ns/void#"
SPDX: Final = "http://spdx.org/rdf/terms#"
SH: Final = "http://www.w3.org/ns/shacl#"
SD: Final = "http://www.w3.org/ns/sparql-service-description#"
HYDRA: Final = "http://www.w3.org/ns/hydra/core#"
TREE: Final = "https://w3id.org/tree#"
LDES: Final = "https://w3id.org/ldes#"
WIKIDATA: Final = "http://www.wikidata.org/entity/"
SDG: Final = "http://metadata.un.org/sdg/"

PREFIXES: Final[dict[str, str]] = {
    "dcat": DCAT,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "hydra": HYDRA,
    "ldes": LDES,
    "govkg": GOVKG,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "qudt": QUDT,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sd": SD,
    "sh": SH,
    "shapes": SHAPES,
    "skos": SKOS,
    "spdx": SPDX,
    "tree": TREE,
    "unit": UNIT,
    "void": VOID,
    "xsd": XSD,
}


def curie(iri: str) -> str | None:
    """Shorten *iri* with a known prefix.

    >>> curie("https://w3id.org/govkg/ontology#Target")
    'govkg:Target'
    >>> curie("https://example.org/x") is None
    True
    """
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return None


def expand(name: str) -> str | None:
    """Give the IRI of a prefixed *name*, or ``None`` where the prefix is unknown.

    >>> expand("govkg:Target")
    'https://w3id.org/govkg/ontology#Target'
    """
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}" if prefix in PREFIXES and local else None
