"""``/fragments``: a page of the triples that match a pattern, with the controls to get others."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import NamedNode, Quad, Triple

from govkg.errors import BadRequestError, NotFoundError
from govkg.formats import FRAGMENT_FORMATS, GraphFormat
from govkg.graph.patterns import Pattern
from govkg.graph.serialisation import write_statements
from govkg.negotiation import negotiate
from govkg.web.caching import answer_cached, etag
from govkg.web.catalogue.addresses import public_url
from govkg.web.catalogue.fragments.controls import PAGE_SIZE, Place, controls, write_term
from govkg.web.catalogue.fragments.pattern import VARIABLES, count_matches, read_pattern
from govkg.web.served import ServedRelease
from govkg.web.state import Active, Shared, State

router = APIRouter()

_READ = ["GET", "HEAD"]
_LARGEST: Final = 10**9


@router.api_route("/fragments", methods=_READ, include_in_schema=False)
def get_fragment(request: Request, release: Active, state: Shared) -> Response:
    """Give a page of a Triple Pattern Fragment.

    Raises:
        BadRequestError: a parameter cannot be read.
        NotFoundError: the fragment has no such page.
        NotAcceptableError: no format suits the client.
    """
    form = negotiate(request.headers.get("accept"), FRAGMENT_FORMATS)
    pattern = read_pattern(dict(request.query_params))
    page = _read_page(request.query_params.get("page", "1"))
    address = _address(request)

    def render() -> bytes:
        triples, total = _look_up(release, pattern, page)
        place = Place(
            dataset=f"{release.manifest.dataset.base_iri}dataset",
            form=f"{public_url(request)}/fragments",
            address=address,
            pattern=pattern,
            page=page,
            total=total,
        )
        if isinstance(form, GraphFormat):
            return _serialise(triples, place, form)
        return _page(state, release, triples, place)

    headers = {"Content-Type": form.content_type, "Vary": "Accept", "Govkg-Release": release.id}
    return answer_cached(request, etag(release.id, form.name, address), headers, render)


def _address(request: Request) -> str:
    """Give the address as the client wrote it: by it, clients know the page's own controls."""
    query = request.scope["query_string"].decode("ascii", "replace")
    return f"{public_url(request)}/fragments{'?' if query else ''}{query}"


def _read_page(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < _LARGEST):
        raise BadRequestError("A page is a number from 1.", parameter="page")
    return int(text)


def _look_up(release: ServedRelease, pattern: Pattern, page: int) -> tuple[list[Triple], int]:
    """Give the triples of a page, and how many the fragment has.

    Raises:
        NotFoundError: it ends before this page.
    """
    offset = (page - 1) * PAGE_SIZE
    triples = release.matcher.page(pattern, offset=offset, limit=PAGE_SIZE)
    if not triples and page > 1:
        raise NotFoundError("This fragment has no such page.")
    if len(triples) < PAGE_SIZE:
        return triples, offset + len(triples)
    return triples, count_matches(pattern, release.statistics, release.matcher)


def _serialise(triples: Sequence[Triple], place: Place, form: GraphFormat) -> bytes:
    """Write data and controls, these in a graph of their own where the format has graphs."""
    facts = controls(place).sorted()
    if not form.codec.supports_datasets:
        return write_statements([*triples, *facts], form.codec)
    graph = NamedNode(f"{place.form}#metadata")
    return write_statements(
        [
            *(Quad(item.subject, item.predicate, item.object) for item in triples),
            *(Quad(item.subject, item.predicate, item.object, graph) for item in facts),
        ],
        form.codec,
    )


def _page(state: State, release: ServedRelease, triples: Sequence[Triple], place: Place) -> bytes:
    bound = place.pattern.bound
    page = state.pages.catalogue(
        "fragments.html",
        release,
        triples=triples,
        place=place,
        values={name: write_term(bound[name]) if name in bound else "" for name in VARIABLES},
    )
    return page.encode()
