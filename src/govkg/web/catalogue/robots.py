"""What is said to robots (RFC 9309), and to programs that read prose (llms.txt)."""

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.formats import GRAPH_FORMATS
from govkg.release.queries import read_examples
from govkg.web.catalogue.dataset.content import examples
from govkg.web.catalogue.dated import answer_dated
from govkg.web.pages.rendering import ENGLISH
from govkg.web.pages.terms.names import Names
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]
_TEXT: Final = "text/plain; charset=utf-8"
_KEPT_OUT: Final = (
    "/sparql",
    "/releases/*/sparql",
    "/fragments?",
    "/search*?",
    "/explore*?",
    "/validate",
    "/memento/",
)
"""What answers anything that is asked of it, and so has no end."""


@router.api_route("/robots.txt", methods=_READ, include_in_schema=False)
async def get_robots(visit: Visiting) -> Response:
    """Lead robots to the sitemap and the dumps, and keep them out of what has no end."""
    return await answer_dated(visit, _TEXT, lambda: "\n".join([*_rules(visit), ""]))


def _rules(visit: Visit) -> Iterator[str]:
    here = visit.here
    yield f"# Everything at once: {here.absolute('/downloads/')}"
    yield f"# Only what changed since you came last: {here.absolute('/ldes')}"
    yield "User-agent: *"
    for path in _KEPT_OUT:
        yield f"Disallow: {here.local(path)}"
    yield ""
    yield f"Sitemap: {here.absolute('/sitemap.xml')}"


@router.api_route("/llms.txt", methods=_READ, include_in_schema=False)
async def get_guide(visit: Visiting) -> Response:
    """Say in Markdown what is here and how to get it."""
    return await answer_dated(visit, _TEXT, lambda: "\n".join([*_guide(visit), ""]))


def _guide(visit: Visit) -> Iterator[str]:
    release, here = visit.release, visit.here
    dataset = release.manifest.dataset
    formats = ", ".join(f"`.{form.extension}`" for form in GRAPH_FORMATS)
    yield f"# {dataset.title}"
    yield ""
    if dataset.description:
        yield f"> {dataset.description}"
        yield ""
    yield (
        f"{release.statistics.triples:,} triples about {release.statistics.entities:,} entities, "
        f"release {release.id}. Licence: {dataset.licence}"
    )
    yield ""
    yield "## Getting data"
    yield ""
    for path, text in (
        ("/downloads/", "everything as files; take these rather than crawl"),
        ("/dataset.ttl", "what there is, in numbers (VoID, DCAT)"),
        ("/sparql", "SPARQL 1.1 queries, by `query=` and `Accept`"),
        ("/ldes", "all versions of all entities, as an event stream"),
        ("/feeds/changes.atom", "the latest changes"),
        ("/ontology.ttl", "the terms that the data use"),
    ):
        yield f"- [{path}]({here.absolute(path)}): {text}"
    yield f"- Any entity: its address with `Accept`, or with an extension ({formats})"
    yield ""
    yield "## Questions that are answered by an address"
    yield ""
    for example in read_examples(release.layout.queries):
        address = here.absolute(f"/queries/{example.name}.csv")
        yield f"- [{example.name}]({address}): {example.summary}"
    yield ""
    yield "## Examples of entities"
    yield ""
    shown = examples(release)
    names = Names(release, ENGLISH, shown)
    for iri in shown:
        address = here.absolute(release.addresses.path(iri, "ttl") or "/")
        yield f"- [{names.of(iri).text}]({address})"
