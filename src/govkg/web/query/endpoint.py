"""``/sparql``: a query in, a complete answer out."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from govkg.errors import BadRequestError, MethodError
from govkg.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS, GraphFormat
from govkg.negotiation import negotiate
from govkg.web.headers import EDITOR_POLICY
from govkg.web.query.asking import Inquiry, answer_inquiry, limits_of
from govkg.web.query.description import describe_service
from govkg.web.query.protocol import QUERY_MISSING, permalink, read_parameters
from govkg.web.served import ServedRelease
from govkg.web.state import Active, Shared, State

router = APIRouter()

_METHODS: Final = ("GET", "HEAD", "POST", "QUERY")
_DESCRIPTIONS: Final = (*GRAPH_FORMATS, HTML)
_ANSWERS: Final = (*RESULT_FORMATS, *GRAPH_FORMATS, HTML)


@router.api_route("/sparql", methods=list(_METHODS), include_in_schema=False)
@router.api_route("/sparql/", methods=list(_METHODS), include_in_schema=False)
async def answer(request: Request, release: Active, state: Shared) -> Response:
    """Answer a query of the SPARQL 1.1 Protocol; without one, describe the endpoint.

    Raises:
        RequestError: as `read_parameters` and `Workers.answer` say.
    """
    return await _answer(request, release, state)


@router.api_route("/releases/{release_id}/sparql", methods=list(_METHODS), include_in_schema=False)
async def answer_on(request: Request, release_id: str, state: Shared) -> Response:
    """Answer a query on the release that the address names, as long as it is kept.

    Raises:
        NotFoundError: it is not kept here.
        RequestError: as `answer`.
    """
    return await _answer(request, state.releases.open(release_id), state)


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
def refuse_method() -> Response:
    """Say which methods are answered.

    Raises:
        MethodError: always.
    """
    raise MethodError(_METHODS)


async def _answer(request: Request, release: ServedRelease, state: State) -> Response:
    parameters = await read_parameters(request, state.settings.body_bytes)
    accept = request.headers.get("accept")
    if parameters.query is None:
        return _describe(accept, state, release, parameters.formats)
    if not parameters.formats and _prefers_page(accept):
        return _editor(state, release, parameters.query)
    inquiry = Inquiry(
        release=release,
        query=parameters.query,
        accept=accept,
        formats=parameters.formats,
        default_graphs=parameters.default_graphs,
        named_graphs=parameters.named_graphs,
        timeout=parameters.timeout,
        permalink=permalink(release.id, parameters),
    )
    return await answer_inquiry(request, state, inquiry)


def _prefers_page(accept: str | None) -> bool:
    """Say whether a browser asks: it prefers HTML to every format of answers."""
    if accept is None or "html" not in accept.lower():
        return False
    return negotiate(accept, _ANSWERS) is HTML


def _editor(state: State, release: ServedRelease, query: str) -> Response:
    page = state.pages.sparql(release, limits=limits_of(state.settings), query=query)
    headers = {"Vary": "Accept", "Govkg-Release": release.id, **EDITOR_POLICY}
    return HTMLResponse(page, headers=headers)


def _describe(
    accept: str | None, state: State, release: ServedRelease, formats: tuple[str, ...]
) -> Response:
    named = [form for form in _DESCRIPTIONS if {form.name, form.extension} & set(formats)]
    if formats and not named:
        raise BadRequestError(QUERY_MISSING, parameter="query")
    form = named[0] if named else negotiate(accept, _DESCRIPTIONS)
    if not isinstance(form, GraphFormat):
        return _editor(state, release, "")
    body = describe_service(release, state.settings, form)
    headers = {"Content-Type": form.content_type, "Vary": "Accept", "Govkg-Release": release.id}
    return Response(body, headers=headers)
