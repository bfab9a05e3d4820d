"""``/ldes``: the stream, its nodes and its pages, each in TriG at an address of its own."""

import re
from collections.abc import Callable
from typing import Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import Quad

from govkg.errors import NotFoundError
from govkg.formats import TRIG
from govkg.graph.serialisation import write_statements
from govkg.web.catalogue.dataset.facts import Facts
from govkg.web.catalogue.ldes.description import (
    ROOT,
    describe_members,
    describe_node,
    describe_stream,
)
from govkg.web.catalogue.ldes.pages import Span, node, nodes, page, pages_of, versions_in
from govkg.web.responses.caching import IMMUTABLE, SHORT, Representation, respond
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]
_NUMBER: Final = re.compile(r"[1-9]\d{0,8}", re.ASCII)


@router.api_route("/ldes", methods=_READ, include_in_schema=False)
def get_stream(visit: Visiting) -> Response:
    """Lead from the stream to the node that everything is reached from."""
    return RedirectResponse(
        visit.here.absolute(ROOT), status_code=303, headers={"Cache-Control": SHORT}
    )


@router.api_route(ROOT, methods=_READ, include_in_schema=False)
async def get_root(visit: Visiting) -> Response:
    """Give the root: what the stream is, and its nodes."""
    newest = visit.state.history.last_number()

    def make() -> bytes:
        facts = Facts()
        describe_stream(facts, visit)
        describe_node(facts, visit, ROOT, nodes(newest))
        return _write(facts, [])

    return await _answer(visit, Span(ROOT, 1, newest, full=False), make)


@router.api_route("/ldes/nodes/{number}.trig", methods=_READ, include_in_schema=False)
async def get_node(visit: Visiting, number: str) -> Response:
    """Give a node: the pages that it leads to.

    Raises:
        NotFoundError: there is none of that number.
    """
    newest = visit.state.history.last_number()
    span = _existing(node, number, newest)

    def make() -> bytes:
        facts = Facts()
        describe_stream(facts, visit)
        describe_node(facts, visit, span.path, pages_of(span, newest))
        return _write(facts, [])

    return await _answer(visit, span, make)


@router.api_route("/ldes/pages/{number}.trig", methods=_READ, include_in_schema=False)
async def get_page(visit: Visiting, number: str) -> Response:
    """Give a page: versions, each with what it says in a graph of its name.

    Raises:
        NotFoundError: there is none of that number.
    """
    span = _existing(page, number, visit.state.history.last_number())

    def make() -> bytes:
        facts = Facts()
        describe_stream(facts, visit)
        describe_node(facts, visit, span.path, ())
        said = describe_members(facts, visit, versions_in(visit.state.history, span))
        return _write(facts, said)

    return await _answer(visit, span, make)


def _existing(make: Callable[[int, int], Span], number: str, newest: int) -> Span:
    span = make(int(number), newest) if _NUMBER.fullmatch(number) else None
    if span is None or span.first > newest:
        raise NotFoundError("The stream has not come that far.")
    return span


def _write(facts: Facts, said: list[Quad]) -> bytes:
    own = (Quad(item.subject, item.predicate, item.object) for item in facts.sorted())
    return write_statements([*own, *said], TRIG.codec)


async def _answer(visit: Visit, span: Span, make: Callable[[], bytes]) -> Response:
    """Answer so that what is full stays the same: by its last version, not by the release."""
    history = visit.state.history
    newest = history.last_number()
    last = history.changes_before(min(span.last, newest) + 1, limit=1)
    representation = Representation(
        release=last[0].release if last else visit.release.id,
        parts=(
            visit.here.absolute(span.path),
            str(min(span.last, newest)),
            str(len(history.redactions())),
        ),
        content_type=TRIG.content_type,
        modified=last[0].time if last else None,
        cache_control=IMMUTABLE if span.full else SHORT,
    )
    return await respond(visit.request, visit.state.bodies, representation, make)
