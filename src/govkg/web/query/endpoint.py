"""``/sparql``: a query in, a complete answer out."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from govkg.errors import BadRequestError, MethodError
from govkg.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS, GraphFormat
from govkg.negotiation import negotiate
from govkg.web.addressing.languages import named_language
from govkg.web.query.asking import Inquiry, answer_inquiry, limits_of
from govkg.web.query.description import describe_service
from govkg.web.query.protocol import QUERY_MISSING, permalink, read_parameters
from govkg.web.responses.caching import Representation, respond
from govkg.web.responses.headers import EDITOR_POLICY
from govkg.web.routing import PlainRoute
from govkg.web.served import ServedRelease
from govkg.web.visit import Visit, Visiting, visit_of

router = APIRouter()

_METHODS: Final = ("GET", "HEAD", "POST", "QUERY")
_DESCRIPTIONS: Final = (*GRAPH_FORMATS, HTML)
_ANSWERS: Final = (*RESULT_FORMATS, *GRAPH_FORMATS, HTML)


async def answer(request: Request) -> Response:
    """Answer a query of the SPARQL 1.1 Protocol; without one, describe the endpoint.

    Raises:
        RequestError: as `read_parameters` and `Workers.answer` say.
    """
    visit = await visit_of(request)
    return await _answer(visit, visit.release)


router.routes += [PlainRoute(path, answer, methods=_METHODS) for path in ("/sparql", "/sparql/")]


@router.api_route("/releases/{release_id}/sparql", methods=list(_METHODS), include_in_schema=False)
async def answer_on(visit: Visiting, release_id: str) -> Response:
    """Answer a query on the release that the address names, as long as it is kept.

    Raises:
        NotFoundError: it is not kept here.
        RequestError: as `answer`.
    """
    return await _answer(visit, visit.state.releases.open(release_id))


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
def refuse_method() -> Response:
    """Say which methods are answered.

    Raises:
        MethodError: always.
    """
    raise MethodError(_METHODS)


async def _answer(visit: Visit, release: ServedRelease) -> Response:
    request, state = visit.request, visit.state
    parameters = await read_parameters(request, state.settings.body_bytes)
    accept = request.headers.get("accept")
    if parameters.query is None:
        return await _describe(visit, release, parameters.formats)
    if not parameters.formats and (named_language(request) or _prefers_page(accept)):
        return await _editor(visit, release, parameters.query)
    inquiry = Inquiry(
        release=release,
        query=parameters.query,
        accept=accept,
        formats=parameters.formats,
        default_graphs=parameters.default_graphs,
        named_graphs=parameters.named_graphs,
        timeout=parameters.timeout,
        permalink=visit.here.absolute(permalink(release.id, parameters)),
    )
    return await answer_inquiry(request, state, inquiry)


def _prefers_page(accept: str | None) -> bool:
    """Say whether a browser asks: it prefers HTML to every format of answers."""
    if accept is None or "html" not in accept.lower():
        return False
    return negotiate(accept, _ANSWERS) is HTML


async def _editor(visit: Visit, release: ServedRelease, query: str) -> Response:
    limits = limits_of(visit.state.settings)
    return await visit.page(
        lambda: visit.state.pages.sparql(release, visit.reader, limits=limits, query=query),
        vary=("Accept",),
        headers=EDITOR_POLICY,
    )


async def _describe(visit: Visit, release: ServedRelease, formats: tuple[str, ...]) -> Response:
    named = [form for form in _DESCRIPTIONS if {form.name, form.extension} & set(formats)]
    if formats and not named:
        raise BadRequestError(QUERY_MISSING, parameter="query")
    if named_language(visit.request):
        return await _editor(visit, release, "")
    form = named[0] if named else negotiate(visit.request.headers.get("accept"), _DESCRIPTIONS)
    if not isinstance(form, GraphFormat):
        return await _editor(visit, release, "")
    here, settings = visit.here, visit.state.settings
    representation = Representation(
        release=release.id,
        parts=("service", here.url),
        content_type=form.content_type,
        vary=() if named else ("Accept",),
    )
    return await respond(
        visit.request,
        visit.state.bodies,
        representation,
        lambda: describe_service(release, settings, here, form),
    )
