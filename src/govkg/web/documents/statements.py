"""What a document says of itself: its topic, its dataset and release, its licence.

So a file that was saved can still be traced (VoID, section 6; DCMI Metadata Terms).
"""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from govkg.formats import Format
from govkg.graph.documents import Description
from govkg.vocabulary import DCTERMS, FOAF, PROV, RDF, RDFS, VOID
from govkg.web.served import ServedRelease


def document_facts(
    release: ServedRelease, description: Description, form: Format
) -> Iterator[Triple]:
    """Give the facts of the document of *description* in the format *form*."""
    dataset = release.manifest.dataset
    address = release.addresses.document(description.iri, form.extension)
    document = NamedNode(address)

    def fact(predicate: str, value: NamedNode | Literal) -> Triple:
        return Triple(document, NamedNode(predicate), value)

    yield fact(f"{RDF}type", NamedNode(f"{FOAF}Document"))
    yield fact(f"{FOAF}primaryTopic", NamedNode(description.iri))
    yield fact(f"{VOID}inDataset", NamedNode(f"{dataset.base_iri}dataset"))
    yield fact(f"{DCTERMS}license", NamedNode(dataset.licence))
    yield fact(f"{PROV}wasDerivedFrom", NamedNode(f"{dataset.base_iri}releases/{release.id}"))
    for link in description.incoming:
        yield Triple(NamedNode(link.subject), NamedNode(link.predicate), NamedNode(description.iri))
    if description.more_incoming:
        yield fact(f"{RDFS}seeAlso", NamedNode(release.addresses.incoming(description.iri)))
