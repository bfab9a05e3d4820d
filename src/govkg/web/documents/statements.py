"""What a document says of itself: its topic, its dataset and release, its licence.

So a file that was saved can still be traced (VoID, section 6; DCMI Metadata Terms).
"""

from collections.abc import Iterator
from typing import Final

from govkg.formats import Format
from govkg.graph.documents import Account
from govkg.vocabulary import DCTERMS, FOAF, PROV, RDF, RDFS, VOID
from govkg.web.served import ServedRelease

_TYPE: Final = f"{RDF}type"
_TOPIC: Final = f"{FOAF}primaryTopic"
_DATASET: Final = f"{VOID}inDataset"
_LICENCE: Final = f"{DCTERMS}license"
_ORIGIN: Final = f"{PROV}wasDerivedFrom"
_MORE: Final = f"{RDFS}seeAlso"


def document_facts(release: ServedRelease, account: Account, form: Format) -> Iterator[bytes]:
    """Give the facts of a document in the format *form* as lines of N-Triples.

    Only to be written: to make objects of them first takes longer than that.
    """
    dataset = release.manifest.dataset
    document = release.addresses.document(account.iri, form.extension)
    yield _line(document, _TYPE, f"{FOAF}Document")
    yield _line(document, _TOPIC, account.iri)
    yield _line(document, _DATASET, f"{dataset.base_iri}dataset")
    yield _line(document, _LICENCE, dataset.licence)
    yield _line(document, _ORIGIN, f"{dataset.base_iri}releases/{release.id}")
    for link in account.incoming:
        yield _line(link.subject, link.predicate, account.iri)
    if account.more_incoming:
        yield _line(document, _MORE, release.addresses.incoming(account.iri))


def _line(subject: str, predicate: str, thing: str) -> bytes:
    return f"<{subject}> <{predicate}> <{thing}> .\n".encode()
