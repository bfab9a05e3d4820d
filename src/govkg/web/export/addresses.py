"""Which addresses the site has, as far as no link leads to them."""

from collections.abc import Iterator
from itertools import chain
from typing import Final

from govkg.formats import GRAPH_DOCUMENTS, GRAPH_FORMATS, LINKSET
from govkg.release.queries import read_examples
from govkg.vocabulary import GOVKG
from govkg.web.addressing.languages import offered_languages, page_path
from govkg.web.catalogue.ldes.description import ROOT
from govkg.web.catalogue.ldes.pages import nodes, pages_of
from govkg.web.catalogue.signposts import LINKSET_NAME
from govkg.web.catalogue.sitemaps import split
from govkg.web.query.examples import formats_of
from govkg.web.served import ServedRelease
from govkg.web.state import State

_PAGES: Final = ("/", "/dataset", "/downloads/", "/browse/", "/queries/", "/sparql")
_FILES: Final = ("/robots.txt", "/llms.txt", "/sitemap.xml", "/sitemaps/pages.xml", ROOT)
_FED: Final = ("pillar", "speaker", "actor", "event")
_AT_ONCE: Final = 1_000


def site_paths(state: State, release: ServedRelease) -> Iterator[str]:
    """List the paths of pages in each language, files, feeds and the event stream."""
    languages = offered_languages(release)
    examples = read_examples(release.layout.queries)
    pages = chain(_PAGES, (f"/queries/{example.name}" for example in examples))
    for page in (*pages, f"/releases/{release.id}/"):
        yield from (page_path(page, language) for language in languages)
    yield from _FILES
    yield from (f"/dataset.{form.extension}" for form in GRAPH_FORMATS)
    yield f"/releases/{release.id}/{LINKSET_NAME}"
    for example in examples:
        yield from (f"/queries/{example.name}.{name}" for name in formats_of(example))
    yield from _dated_paths(state)


def _dated_paths(state: State) -> Iterator[str]:
    history = state.history
    latest = history.latest()
    parts = split(history, latest.sequence if latest else 0)
    yield from (f"/sitemaps/{number}.xml" for number in parts)
    yield "/feeds/changes.atom"
    newest = history.last_number()
    for node in nodes(newest):
        yield node.path
        yield from (page.path for page in pages_of(node, newest))


def feed_paths(release: ServedRelease) -> Iterator[str]:
    """List the feeds of entities that statements belong to."""
    for name in _FED:
        rows = release.selector.select(f"SELECT DISTINCT ?iri {{ ?s <{GOVKG}{name}> ?iri }}")
        for row in rows:
            path = release.addresses.path(row["iri"].value)  # type: ignore[union-attr]  # an IRI
            if path is not None:
                yield f"/feeds{path}.atom"


def entities(state: State, release: ServedRelease) -> Iterator[str]:
    """List the paths of all entities."""
    after = ""
    while found := state.history.last_changes(after=after, limit=_AT_ONCE):
        documents = release.documents.among(version.document for version in found)
        for version in found:
            path = release.addresses.path(version.document)
            if path is not None and version.document in documents:
                yield path
        after = found[-1].document


def document_paths(release: ServedRelease, entity: str) -> Iterator[str]:
    """List the documents of an *entity*, given by its path."""
    yield from (page_path(entity, language) for language in offered_languages(release))
    yield from (f"{entity}.{form.extension}" for form in (*GRAPH_DOCUMENTS, LINKSET))
