"""``/sparql``: a query in, a complete answer out."""

import hashlib
from typing import Final

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from govkg.errors import HungUpError, MethodError, RequestError
from govkg.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS, GraphFormat
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.workers.pool import Followed
from govkg.negotiation import negotiate
from govkg.settings import Settings
from govkg.web.caching import etag, matches
from govkg.web.query.answers import client_of, respond
from govkg.web.query.description import describe_service
from govkg.web.query.protocol import Parameters, read_parameters
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
    parameters = await read_parameters(request, state.settings.body_bytes)
    accept = request.headers.get("accept")
    if parameters.query is None:
        return _describe(accept, state, release)
    if not parameters.formats and _prefers_page(accept):
        return _editor(state, release, parameters.query)
    return await _evaluate(request, state, release, parameters, parameters.query)


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
def refuse_method() -> Response:
    """Say which methods are answered.

    Raises:
        MethodError: always.
    """
    raise MethodError(_METHODS)


def _prefers_page(accept: str | None) -> bool:
    """Say whether a browser asks: it prefers HTML to every format of answers."""
    if accept is None or "html" not in accept.lower():
        return False
    return negotiate(accept, _ANSWERS) is HTML


def _editor(state: State, release: ServedRelease, query: str) -> Response:
    return HTMLResponse(state.pages.sparql(release, query=query), headers={"Vary": "Accept"})


def _describe(accept: str | None, state: State, release: ServedRelease) -> Response:
    form = negotiate(accept, _DESCRIPTIONS)
    if not isinstance(form, GraphFormat):
        return _editor(state, release, "")
    body = describe_service(release, state.settings, form)
    headers = {"Content-Type": form.content_type, "Vary": "Accept", "Govkg-Release": release.id}
    return Response(body, headers=headers)


async def _evaluate(
    request: Request, state: State, release: ServedRelease, parameters: Parameters, query: str
) -> Response:
    question = Question(
        store=str(release.layout.store),
        query=query,
        base_iri=release.manifest.dataset.base_iri,
        accept=request.headers.get("accept"),
        formats=parameters.formats,
        default_graphs=parameters.default_graphs,
        named_graphs=parameters.named_graphs,
    )
    tag = etag(release.id, *_determinants(question))
    headers = {
        "ETag": tag,
        "Vary": "Accept",
        "Govkg-Release": release.id,
        "Cache-Control": "public, max-age=60",
    }
    if request.method in {"GET", "HEAD"} and matches(request, tag):
        return Response(status_code=304, headers=headers)
    answer = state.answers.get(tag)
    if answer is None:
        state.workers.follow(
            Followed(release.layout.store, release.layout.merge, release.manifest.triples)
        )
        limits = _limits(state.settings, parameters.timeout)
        answer = await _ask(request, state, question, limits)
        state.answers.put(tag, answer)
    return respond(answer, headers)


async def _ask(request: Request, state: State, question: Question, limits: Limits) -> Answer:
    """Ask the workers, unless the client hangs up: then nobody works for it any more.

    Raises:
        HungUpError: it did.
    """
    answer: Answer | None = None
    failure: RequestError | None = None

    async with anyio.create_task_group() as tasks:

        async def listen() -> None:
            while (await request.receive())["type"] != "http.disconnect":
                pass
            tasks.cancel_scope.cancel()

        tasks.start_soon(listen)
        try:
            answer = await state.workers.answer(question, limits, client=client_of(request))
        except RequestError as error:
            failure = error
        tasks.cancel_scope.cancel()
    if failure is not None:
        raise failure
    if answer is None:
        raise HungUpError("The client hung up.")
    return answer


def _determinants(question: Question) -> tuple[str, ...]:
    """Give all that an answer depends on, the release apart."""
    return (
        hashlib.sha256(question.query.encode()).hexdigest(),
        question.accept or "",
        *(f"f {name}" for name in question.formats),
        *(f"d {iri}" for iri in question.default_graphs),
        *(f"n {iri}" for iri in question.named_graphs),
    )


def _limits(settings: Settings, timeout: float | None) -> Limits:
    seconds = settings.query_timeout
    return Limits(
        seconds=min(seconds, timeout) if timeout else seconds,
        memory=settings.query_memory,
        answer=settings.result_bytes,
    )
