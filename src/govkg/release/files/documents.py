"""Documents in the order of a sorted dump."""

from collections.abc import Iterator
from itertools import groupby

from govkg.graph.index.gathering import Gathered, iris_of, is_iri
from govkg.iris import document_of
from govkg.vocabulary import RDF


def name_of(document: str) -> str:
    """Give what documents are sorted by: their order is that of N-Triples.

    >>> sorted(["urn:a", "urn:a-b"], key=name_of)
    ['urn:a-b', 'urn:a']
    """
    return f"<{document}>"


def documents_with(gathered: Gathered, class_iri: str) -> Iterator[tuple[str, list[str]]]:
    """Give each document that has members of a class, with these, in the order of N-Triples."""
    members = (
        iri
        for iri, classes in gathered.objects(f"{RDF}type").items()
        if is_iri(iri) and class_iri in iris_of(classes)
    )
    in_order = sorted(members, key=lambda iri: (name_of(document_of(iri)), name_of(iri)))
    for document, group in groupby(in_order, key=document_of):
        yield document, list(group)
