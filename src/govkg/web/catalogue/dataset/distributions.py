"""How to get the dataset (DCAT 3): its files, its services, its versions."""

from dataclasses import dataclass
from typing import Final

from govkg.formats import HTML
from govkg.release.manifest import PublicFile
from govkg.vocabulary import DCAT, DCTERMS, OWL, SPDX, VOID
from govkg.web.catalogue.dataset.facts import Facts, typed
from govkg.web.served import ServedRelease

_MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
_SHA256: Final = f"{SPDX}checksumAlgorithm_sha256"


@dataclass(frozen=True, slots=True)
class Service:
    """An address that answers: *path* on the server, what it conforms to, how it is called."""

    path: str
    standard: str
    title: str


SERVICES: Final = (
    Service("/sparql", "https://www.w3.org/TR/sparql11-protocol/", "SPARQL"),
    Service(
        "/fragments",
        "https://linkeddatafragments.org/specification/triple-pattern-fragments/",
        "Triple Pattern Fragments",
    ),
    Service("/ldes/stream.trig", "https://w3id.org/ldes/specification", "Linked Data Event Stream"),
)


def describe_files(facts: Facts, dataset: str, release: ServedRelease, public_url: str) -> None:
    """Add every public file as a distribution (DCAT 3, section 6.8)."""
    folder = f"{release.manifest.dataset.base_iri}releases/{release.id}/"
    for file in release.manifest.files:
        address = f"{public_url}/releases/{release.id}/{file.name}"
        distribution = f"{folder}{file.name}"
        facts.link(dataset, f"{DCAT}distribution", distribution)
        facts.type(distribution, f"{DCAT}Distribution")
        facts.link(distribution, f"{DCAT}downloadURL", address)
        facts.link(distribution, f"{DCAT}accessURL", f"{public_url}/releases/{release.id}/")
        _describe_file(facts, distribution, release, file)
        if file.statements is not None:
            facts.link(dataset, f"{VOID}dataDump", address)


def _describe_file(
    facts: Facts, distribution: str, release: ServedRelease, file: PublicFile
) -> None:
    checksum = f"{distribution}#checksum"
    facts.add(distribution, f"{DCTERMS}title", f"{file.title} ({file.name})")
    facts.link(distribution, f"{DCTERMS}license", release.manifest.dataset.licence)
    facts.link(distribution, f"{DCAT}mediaType", _MEDIA_TYPES + file.media_type)
    if file.compression is not None:
        facts.link(distribution, f"{DCAT}compressFormat", _MEDIA_TYPES + file.compression)
    facts.add(distribution, f"{DCAT}byteSize", typed(file.size, "nonNegativeInteger"))
    if file.statements is not None:
        facts.add(distribution, f"{VOID}triples", file.statements)
    facts.link(distribution, f"{SPDX}checksum", checksum)
    facts.type(checksum, f"{SPDX}Checksum")
    facts.link(checksum, f"{SPDX}algorithm", _SHA256)
    facts.add(checksum, f"{SPDX}checksumValue", typed(file.sha256, "hexBinary"))


def describe_services(facts: Facts, dataset: str, release: ServedRelease, public_url: str) -> None:
    """Add what answers questions about the dataset (DCAT 3, section 6.9)."""
    base = release.manifest.dataset.base_iri
    facts.link(dataset, f"{VOID}sparqlEndpoint", f"{public_url}/sparql")
    facts.link(dataset, f"{DCAT}landingPage", f"{public_url}/dataset.{HTML.extension}")
    for service in SERVICES:
        name = f"{base}{service.path.removeprefix('/')}"
        facts.type(name, f"{DCAT}DataService")
        facts.add(name, f"{DCTERMS}title", service.title)
        facts.link(name, f"{DCTERMS}conformsTo", service.standard)
        facts.link(name, f"{DCAT}endpointURL", f"{public_url}{service.path}")
        facts.link(name, f"{DCAT}servesDataset", dataset)


def describe_version(
    facts: Facts, dataset: str, release: ServedRelease, before: str | None
) -> None:
    """Add which version this is, and the release that was active *before* (DCAT 3, section 11)."""
    releases = f"{release.manifest.dataset.base_iri}releases/"
    facts.add(dataset, f"{DCAT}version", release.id)
    facts.add(dataset, f"{OWL}versionInfo", release.id)
    facts.link(dataset, f"{DCAT}hasCurrentVersion", f"{releases}{release.id}/")
    if before is not None:
        facts.link(dataset, f"{DCAT}previousVersion", f"{releases}{before}/")
