"""``/fragments``: a page of the triples that match a pattern, with the controls to get others."""

from collections.abc import Sequence
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response
from pyoxigraph import NamedNode, Quad, Triple

from govkg.errors import BadRequestError, NotFoundError
from govkg.formats import FRAGMENT_FORMATS, HTML, GraphFormat
from govkg.graph.patterns import Pattern
from govkg.graph.serialisation import write_statements
from govkg.negotiation import negotiate
from govkg.vocabulary import curie
from govkg.web.addressing.languages import asked_path, named_language
from govkg.web.catalogue.fragments.controls import PAGE_SIZE, Place, controls, write_term
from govkg.web.catalogue.fragments.pattern import VARIABLES, count_matches, read_pattern
from govkg.web.responses.caching import Representation, respond
from govkg.web.served import ServedRelease
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]
_LARGEST: Final = 10**9


@router.api_route("/fragments", methods=_READ, include_in_schema=False)
async def get_fragment(visit: Visiting) -> Response:
    """Give a page of a Triple Pattern Fragment.

    Raises:
        BadRequestError: a parameter cannot be read.
        NotFoundError: the fragment has no such page.
        NotAcceptableError: no format suits the client.
    """
    request = visit.request
    named = named_language(request) is not None
    form = HTML if named else negotiate(request.headers.get("accept"), FRAGMENT_FORMATS)
    pattern = read_pattern(dict(request.query_params))
    page = _read_page(request.query_params.get("page", "1"))
    if not isinstance(form, GraphFormat):
        return await visit.page(lambda: _page(visit, pattern, page), vary=("Accept",))
    representation = Representation(
        release=visit.release.id,
        parts=(visit.here.absolute(asked_path(request)),),
        content_type=form.content_type,
        vary=("Accept",),
    )
    return await respond(
        request,
        visit.state.bodies,
        representation,
        lambda: _serialise(*_fragment(visit, pattern, page), form),
    )


def _fragment(visit: Visit, pattern: Pattern, page: int) -> tuple[list[Triple], Place]:
    release, here = visit.release, visit.here
    triples, total = _look_up(release, pattern, page)
    place = Place(
        dataset=f"{release.manifest.dataset.base_iri}dataset",
        form=here.absolute("/fragments"),
        # As the client wrote it: by it, clients know the page's own controls.
        address=here.absolute(asked_path(visit.request)),
        pattern=pattern,
        page=page,
        total=total,
    )
    return triples, place


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
    total = count_matches(pattern, release.statistics, release.matcher)
    if offset and offset >= total:
        raise NotFoundError("This fragment has no such page.")
    page_of = release.matcher.page
    return page_of(pattern, offset=offset, limit=PAGE_SIZE, total=total), total


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


def _page(visit: Visit, pattern: Pattern, page: int) -> str:
    triples, place = _fragment(visit, pattern, page)
    bound = pattern.bound
    return visit.state.pages.catalogue(
        "fragments.html",
        visit.release,
        visit.reader,
        triples=[[_shorten(term) for term in triple] for triple in triples],
        place=place,
        values={name: write_term(bound[name]) if name in bound else "" for name in VARIABLES},
    )


def _shorten(term: object) -> str:
    """Write a term as the form takes it."""
    return curie(term.value) or str(term) if isinstance(term, NamedNode) else str(term)
