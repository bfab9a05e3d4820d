"""What a document says of itself: its topic, its dataset and release, its licence.

So a file that was saved can still be traced (VoID, section 6; DCMI Metadata Terms).
"""

from collections.abc import Iterator
from typing import Final

from pyoxigraph import NamedNode, Triple

from govkg.formats import Format
from govkg.graph.documents import Description
from govkg.vocabulary import DCTERMS, FOAF, PROV, RDF, RDFS, VOID
from govkg.web.served import ServedRelease

_TYPE: Final = NamedNode(f"{RDF}type")
_TOPIC: Final = NamedNode(f"{FOAF}primaryTopic")
_DATASET: Final = NamedNode(f"{VOID}inDataset")
_LICENCE: Final = NamedNode(f"{DCTERMS}license")
_ORIGIN: Final = NamedNode(f"{PROV}wasDerivedFrom")
_MORE: Final = NamedNode(f"{RDFS}seeAlso")


def document_facts(
    release: ServedRelease, description: Description, form: Format
) -> Iterator[Triple]:
    """Give the facts of the document of *description* in the format *form*."""
    dataset = release.manifest.dataset
    document = NamedNode(release.addresses.document(description.iri, form.extension))

    def fact(predicate: NamedNode, value: str) -> Triple:
        return Triple(document, predicate, NamedNode(value))

    yield fact(_TYPE, f"{FOAF}Document")
    yield fact(_TOPIC, description.iri)
    yield fact(_DATASET, f"{dataset.base_iri}dataset")
    yield fact(_LICENCE, dataset.licence)
    yield fact(_ORIGIN, f"{dataset.base_iri}releases/{release.id}")
    for link in description.incoming:
        yield Triple(NamedNode(link.subject), NamedNode(link.predicate), NamedNode(description.iri))
    if description.more_incoming:
        yield fact(_MORE, release.addresses.incoming(description.iri))
