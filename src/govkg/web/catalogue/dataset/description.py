"""The whole description of a dataset, from its release and its history."""

from dataclasses import dataclass

from govkg.release.history.reading import History
from govkg.vocabulary import DCAT, DCTERMS, FOAF
from govkg.web.catalogue.dataset.content import describe_content
from govkg.web.catalogue.dataset.distributions import (
    describe_files,
    describe_services,
    describe_version,
)
from govkg.web.catalogue.dataset.facts import Facts, typed
from govkg.web.served import ServedRelease

_VCARD = "http://www.w3.org/2006/vcard/ns#"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a release stands in history: *issued* and *modified* are days, *before* a release."""

    issued: str
    modified: str
    before: str | None


def standing_of(history: History, release_id: str) -> Standing | None:
    """Find when the dataset first came, when this release did, and what was before it."""
    activations = history.activations()
    own = [entry for entry in activations if entry.release == release_id]
    if not own:
        return None
    before = history.previous(release_id)
    return Standing(
        issued=activations[0].time.isoformat(timespec="seconds"),
        modified=own[-1].time.isoformat(timespec="seconds"),
        before=before.release if before else None,
    )


def describe_dataset(release: ServedRelease, standing: Standing | None, public_url: str) -> Facts:
    """Describe the dataset as VoID and DCAT have it.

    What identifies stays under the base IRI; where something is had, is on *public_url*.
    """
    facts = Facts()
    dataset = f"{release.manifest.dataset.base_iri}dataset"
    _describe_whole(facts, dataset, release, public_url)
    describe_content(facts, dataset, release)
    describe_files(facts, dataset, release, public_url)
    describe_services(facts, dataset, release, public_url)
    describe_version(facts, dataset, release, standing.before if standing else None)
    if standing is not None:
        facts.add(dataset, f"{DCTERMS}issued", typed(standing.issued, "dateTime"))
        facts.add(dataset, f"{DCTERMS}modified", typed(standing.modified, "dateTime"))
    return facts


def _describe_whole(facts: Facts, dataset: str, release: ServedRelease, public_url: str) -> None:
    said = {
        tag: release.manifest.dataset.said_in(tag) for tag in release.manifest.dataset.languages
    }
    first = release.manifest.dataset
    facts.type(dataset, f"{DCAT}Dataset")
    facts.add(dataset, f"{DCTERMS}identifier", dataset)
    facts.texts(dataset, f"{DCTERMS}title", {tag: text.title for tag, text in said.items()})
    facts.texts(
        dataset, f"{DCTERMS}description", {tag: text.description for tag, text in said.items()}
    )
    facts.link(dataset, f"{DCTERMS}license", first.licence)
    facts.add(dataset, f"{DCTERMS}language", *first.languages)
    facts.link(dataset, f"{FOAF}homepage", f"{public_url}/")
    if first.publisher:
        publisher = f"{dataset}#publisher"
        facts.link(dataset, f"{DCTERMS}publisher", publisher)
        facts.type(publisher, f"{FOAF}Agent")
        facts.texts(publisher, f"{FOAF}name", {tag: text.publisher for tag, text in said.items()})
    if first.contact:
        contact = f"{dataset}#contact"
        facts.link(dataset, f"{DCAT}contactPoint", contact)
        facts.type(contact, f"{_VCARD}Kind")
        facts.link(contact, f"{_VCARD}hasEmail", f"mailto:{first.contact}")
