"""Describe a dataset with VoID (W3C note of 2011): what it is, how large, where to get it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from govkg.graph.serialisation import write_triples
from govkg.iris import document_of
from govkg.release.manifest import PublicFile
from govkg.settings import Dataset
from govkg.vocabulary import DCTERMS, FOAF, OWL, RDF, VOID, XSD, curie

_INTEGER: Final = NamedNode(f"{XSD}integer")


def describe_dataset(
    dataset: Dataset, release_id: str, triples: Sequence[Triple], files: Iterable[PublicFile]
) -> bytes:
    """Write the VoID description of the merged *triples* of a release as Turtle."""
    facts = sorted(
        {*_facts(dataset, release_id, triples, files), *_partitions(dataset, triples)}, key=str
    )
    return write_triples(facts, RdfFormat.TURTLE)


def class_counts(triples: Iterable[Triple]) -> dict[str, int]:
    """Count the resources of each class."""
    return dict(
        Counter(
            triple.object.value
            for triple in triples
            if triple.predicate.value == f"{RDF}type" and isinstance(triple.object, NamedNode)
        )
    )


def _facts(
    dataset: Dataset, release_id: str, triples: Sequence[Triple], files: Iterable[PublicFile]
) -> Iterator[Triple]:
    base = dataset.base_iri
    subject = NamedNode(f"{base}dataset")

    def fact(predicate: str, value: NamedNode | Literal) -> Triple:
        return Triple(subject, NamedNode(predicate), value)

    yield fact(f"{RDF}type", NamedNode(f"{VOID}Dataset"))
    yield fact(f"{DCTERMS}title", Literal(dataset.title))
    if dataset.description:
        yield fact(f"{DCTERMS}description", Literal(dataset.description))
    if dataset.publisher:
        yield fact(f"{DCTERMS}publisher", Literal(dataset.publisher))
    yield fact(f"{DCTERMS}license", NamedNode(dataset.licence))
    yield fact(f"{DCTERMS}identifier", Literal(release_id))
    yield fact(f"{OWL}versionInfo", Literal(release_id))
    yield fact(f"{FOAF}homepage", NamedNode(base))
    yield fact(f"{VOID}sparqlEndpoint", NamedNode(f"{base}sparql"))
    yield fact(f"{VOID}uriSpace", Literal(base))
    for file in files:
        yield fact(f"{VOID}dataDump", NamedNode(f"{base}releases/{release_id}/{file.name}"))
    counts = {
        "triples": len(triples),
        "entities": len(_documents(triples, base)),
        "distinctSubjects": len({triple.subject for triple in triples}),
        "distinctObjects": len({triple.object for triple in triples}),
        "properties": len({triple.predicate for triple in triples}),
        "classes": len(class_counts(triples)),
    }
    for name, number in counts.items():
        yield fact(f"{VOID}{name}", Literal(str(number), datatype=_INTEGER))


def _documents(triples: Iterable[Triple], base: str) -> set[str]:
    return {
        document_of(triple.subject.value)
        for triple in triples
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(base)
    }


def _partitions(dataset: Dataset, triples: Sequence[Triple]) -> Iterator[Triple]:
    """Give class and property partitions (VoID, section 4.3), each with an IRI of its own."""
    properties = Counter(triple.predicate.value for triple in triples)
    for kind, count, numbers in (
        ("class", "entities", class_counts(triples)),
        ("property", "triples", dict(properties)),
    ):
        for iri, number in numbers.items():
            whole = NamedNode(f"{dataset.base_iri}dataset")
            part = NamedNode(f"{whole.value}#{kind}-{(curie(iri) or iri).replace('#', '%23')}")
            yield Triple(whole, NamedNode(f"{VOID}{kind}Partition"), part)
            yield Triple(part, NamedNode(f"{VOID}{kind}"), NamedNode(iri))
            yield Triple(part, NamedNode(f"{VOID}{count}"), Literal(str(number), datatype=_INTEGER))
