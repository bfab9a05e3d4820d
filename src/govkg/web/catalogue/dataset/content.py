"""What is in the dataset (VoID, W3C note of 2011): how much, of what, and what it links to."""

from collections.abc import Iterator
from typing import Final

from govkg.formats import GRAPH_FORMATS
from govkg.iris import document_of
from govkg.release.files.statistics import LINKED
from govkg.vocabulary import DCTERMS, GOVKG, VOID, curie
from govkg.web.catalogue.dataset.facts import Facts
from govkg.web.served import ServedRelease

_EXAMPLES: Final = 5
_W3C_FORMATS: Final = "http://www.w3.org/ns/formats/"
_FEATURES: Final = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF_XML"}


def describe_content(facts: Facts, dataset: str, release: ServedRelease) -> None:
    """Add what VoID says of *dataset* (VoID, sections 2 to 5)."""
    statistics = release.statistics
    facts.type(dataset, f"{VOID}Dataset")
    for name, number in {
        "triples": statistics.triples,
        "entities": statistics.entities,
        "distinctSubjects": statistics.subjects,
        "distinctObjects": statistics.objects,
        "properties": len(statistics.properties),
        "classes": len(statistics.classes),
        "documents": statistics.entities,
    }.items():
        facts.add(dataset, f"{VOID}{name}", number)
    facts.add(dataset, f"{VOID}uriSpace", release.manifest.dataset.base_iri)
    facts.link(dataset, f"{VOID}vocabulary", *vocabularies(release))
    facts.link(dataset, f"{VOID}exampleResource", *examples(release))
    for form in GRAPH_FORMATS:
        if form.extension in _FEATURES:
            facts.link(dataset, f"{VOID}feature", _W3C_FORMATS + _FEATURES[form.extension])
    for kind, counted, numbers in (
        ("class", "entities", statistics.classes),
        ("property", "triples", statistics.properties),
    ):
        for iri, number in numbers.items():
            part = f"{dataset}#{kind}-{_fragment(iri)}"
            facts.link(dataset, f"{VOID}{kind}Partition", part)
            facts.link(part, f"{VOID}{kind}", iri)
            facts.add(part, f"{VOID}{counted}", number)
    _add_linksets(facts, dataset, release)


def _add_linksets(facts: Facts, dataset: str, release: ServedRelease) -> None:
    for namespace, predicates in release.statistics.links.items():
        title = LINKED[namespace]
        target = f"{dataset}#to-{title.lower().replace(' ', '-')}"
        facts.type(target, f"{VOID}Dataset")
        facts.add(target, f"{DCTERMS}title", title)
        facts.add(target, f"{VOID}uriSpace", namespace)
        for predicate, number in predicates.items():
            links = f"{target}-by-{_fragment(predicate)}"
            facts.type(links, f"{VOID}Linkset")
            facts.link(dataset, f"{VOID}subset", links)
            facts.link(links, f"{VOID}subjectsTarget", dataset)
            facts.link(links, f"{VOID}objectsTarget", target)
            facts.link(links, f"{VOID}linkPredicate", predicate)
            facts.add(links, f"{VOID}triples", number)


def vocabularies(release: ServedRelease) -> list[str]:
    """List the namespaces of the classes and properties that are used."""
    terms = (*release.statistics.properties, *release.statistics.classes)
    return sorted({iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in terms})


def examples(release: ServedRelease) -> list[str]:
    """Give one entity of each of the largest classes, the ontology's own first."""
    classes = release.statistics.classes
    ranked = sorted(classes, key=lambda iri: (not iri.startswith(GOVKG), -classes[iri], iri))
    found: dict[str, None] = {}
    for entity in _entities(release, ranked):
        found[entity] = None
        if len(found) == _EXAMPLES:
            break
    return list(found)


def _entities(release: ServedRelease, classes: list[str]) -> Iterator[str]:
    base = release.manifest.dataset.base_iri
    for iri in classes:
        for member in release.index.members(iri, after=base, limit=1):
            if member.startswith(base):
                yield document_of(member)


def _fragment(iri: str) -> str:
    """Name a term within a fragment, where a second number sign may not stand."""
    return (curie(iri) or iri).replace("#", "%23")
