"""Write Turtle as CONTRIBUTING.md has it: subjects at the start of a line, predicates below."""

from collections.abc import Iterable
from typing import Final

BASE: Final = "https://bench.example/"

HEADER: Final = f"""\
@base <{BASE}> .
@prefix basis: <https://w3id.org/govkg/vocabulary/basis/> .
@prefix change: <https://w3id.org/govkg/vocabulary/change/> .
@prefix comparator: <https://w3id.org/govkg/vocabulary/comparator/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix firmness: <https://w3id.org/govkg/vocabulary/firmness/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qkdv: <http://qudt.org/vocab/dimensionvector/> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix result-type: <https://w3id.org/govkg/vocabulary/result-type/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix verdict: <https://w3id.org/govkg/vocabulary/verdict/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def resource(subject: str, facts: Iterable[str]) -> str:
    """Write what is said of one *subject*; each fact is a predicate with its objects.

    >>> print(resource("<a>", ["a <B>", "rdfs:label 'A'"]))
    <BLANKLINE>
    <a> a <B> ;
        rdfs:label 'A' .
    <BLANKLINE>
    """
    return f"\n{subject} " + " ;\n    ".join(facts) + " .\n"


def label(en: str, zh: str = "") -> str:
    """Write a label in English and, where it is given, Chinese."""
    return f'rdfs:label "{en}"@en , "{zh}"@zh' if zh else f'rdfs:label "{en}"@en'
