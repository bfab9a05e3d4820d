"""The ontology and the shared vocabularies: every term is labelled, defined and used as it says."""

from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store

from govkg.vocabulary import DCTERMS, GOVKG, NAMESPACE, OWL, RDF, RDFS, SCHEMA, SKOS

FOLDER = Path(__file__).parents[2] / "ontology"
CLASSES = [
    "Statement",
    "Commitment",
    "Achievement",
    "Figure",
    "Target",
    "Result",
    "Plan",
    "Assessment",
]
PROPERTIES = [
    "speaker",
    "actor",
    "event",
    "pillar",
    "firmness",
    "resultType",
    "beneficiary",
    "plan",
    "restates",
    "figure",
    "target",
    "result",
    "baseline",
    "indicator",
    "comparator",
    "change",
    "componentOf",
    "year",
    "startYear",
    "baselineYear",
    "asStated",
    "valueBasis",
    "yearBasis",
    "assesses",
    "verdict",
]
SCHEMES = {
    "comparator": 7,
    "change": 7,
    "result-type": 5,
    "firmness": 4,
    "basis": 3,
    "verdict": 7,
}
TERM_PARTS = [
    (f"{RDFS}label", {"en", "zh"}),
    (f"{SKOS}definition", {"en", "zh"}),
    (f"{SKOS}example", {"en"}),
]
HEADER = [
    f"{DCTERMS}title",
    f"{DCTERMS}abstract",
    f"{DCTERMS}description",
    f"{DCTERMS}creator",
    f"{DCTERMS}contributor",
    f"{DCTERMS}publisher",
    f"{DCTERMS}created",
    f"{DCTERMS}issued",
    f"{DCTERMS}modified",
    f"{DCTERMS}license",
    f"{DCTERMS}bibliographicCitation",
    f"{OWL}versionIRI",
    f"{OWL}versionInfo",
    f"{OWL}priorVersion",
    "http://purl.org/vocab/vann/preferredNamespacePrefix",
    "http://purl.org/vocab/vann/preferredNamespaceUri",
    "http://purl.org/ontology/bibo/status",
]


@pytest.fixture(scope="module")
def ontology() -> Store:
    store = Store()
    for file in sorted(FOLDER.rglob("*.ttl")):
        store.load(path=file, format=RdfFormat.TURTLE)
    return store


def objects(store: Store, subject: str, predicate: str) -> list[NamedNode | Literal]:
    quads = store.quads_for_pattern(NamedNode(subject), NamedNode(predicate), None)
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode | Literal)]


def languages(store: Store, subject: str, predicate: str) -> Counter[str | None]:
    return Counter(
        value.language for value in objects(store, subject, predicate) if isinstance(value, Literal)
    )


def own_terms(store: Store) -> set[str]:
    typed = store.quads_for_pattern(None, NamedNode(f"{RDF}type"), None)
    subjects = {quad.subject.value for quad in typed if isinstance(quad.subject, NamedNode)}
    return {iri.removeprefix(GOVKG) for iri in subjects if iri.startswith(GOVKG)}


def concepts(store: Store) -> list[str]:
    typed = store.quads_for_pattern(None, NamedNode(f"{RDF}type"), NamedNode(f"{SKOS}Concept"))
    return sorted(quad.subject.value for quad in typed if isinstance(quad.subject, NamedNode))


def test_the_terms_are_eight_classes_and_twenty_five_properties(ontology: Store) -> None:
    assert len(CLASSES) == 8
    assert len(PROPERTIES) == 25
    assert own_terms(ontology) == {*CLASSES, *PROPERTIES}


@pytest.mark.parametrize("term", [*CLASSES, *PROPERTIES])
def test_a_term_says_what_it_is(ontology: Store, term: str) -> None:
    iri = GOVKG + term
    for predicate, wanted in TERM_PARTS:
        assert languages(ontology, iri, predicate) == dict.fromkeys(wanted, 1), predicate
    assert objects(ontology, iri, f"{RDFS}isDefinedBy") == [NamedNode(f"{NAMESPACE}ontology")]


@pytest.mark.parametrize("term", PROPERTIES)
def test_a_property_has_a_range_and_no_two_domains(ontology: Store, term: str) -> None:
    iri = GOVKG + term
    domains = objects(ontology, iri, f"{RDFS}domain")
    listed = objects(ontology, iri, f"{SCHEMA}domainIncludes")
    assert len(objects(ontology, iri, f"{RDFS}range")) == 1
    assert (len(domains), len(listed)) == (1, 0) or (len(domains) == 0 and len(listed) > 1)


@pytest.mark.parametrize("predicate", HEADER)
def test_the_header_has_what_catalogues_ask_for(ontology: Store, predicate: str) -> None:
    assert objects(ontology, f"{NAMESPACE}ontology", predicate)


@pytest.mark.parametrize(("scheme", "size"), SCHEMES.items())
def test_a_shared_scheme_is_complete(ontology: Store, scheme: str, size: int) -> None:
    iri = f"{NAMESPACE}vocabulary/{scheme}"
    members = [name for name in concepts(ontology) if name.startswith(f"{iri}/")]
    tops = {top.value for top in objects(ontology, iri, f"{SKOS}hasTopConcept")}
    assert len(members) == size
    assert set(members) == tops
    for subject in objects(ontology, iri, f"{DCTERMS}subject"):
        assert subject.value.removeprefix(GOVKG) in PROPERTIES
    for member in members:
        assert objects(ontology, member, f"{SKOS}inScheme") == [NamedNode(iri)]
        assert objects(ontology, member, f"{RDFS}isDefinedBy") == [NamedNode(iri)]
        for predicate, wanted in [*TERM_PARTS, (f"{SKOS}prefLabel", {"en", "zh"})]:
            assert languages(ontology, member, predicate) == dict.fromkeys(wanted, 1), member


def test_every_comparator_has_a_sign_of_its_own(ontology: Store) -> None:
    signs = [
        objects(ontology, member, f"{SKOS}notation")[0].value
        for member in concepts(ontology)
        if "/comparator/" in member
    ]
    assert sorted(signs) == sorted("=≥>≈≤<↔")


def test_whatever_the_data_uses_has_a_label_in_both_languages(ontology: Store) -> None:
    data = Store()
    for file in sorted((FOLDER.parent / "data").rglob("*.ttl")):
        data.load(path=file, format=RdfFormat.TURTLE)
    types = data.quads_for_pattern(None, NamedNode(f"{RDF}type"), None)
    used = {quad.predicate.value for quad in data}
    used |= {quad.object.value for quad in types if isinstance(quad.object, NamedNode)}
    assert len(used) > 60
    labels = {iri: set(languages(ontology, iri, f"{RDFS}label")) for iri in used}
    assert {iri: tags for iri, tags in labels.items() if not {"en", "zh"} <= tags} == {}
