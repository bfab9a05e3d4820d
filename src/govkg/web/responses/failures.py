"""Failures to responses: one table of statuses, one body (RFC 9457), one page for people."""

import logging
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from govkg.errors import (
    AnswerSizeError,
    BadRequestError,
    BodySizeError,
    BusyError,
    CheckBrokenError,
    CheckTimeoutError,
    ForbiddenQueryError,
    GoneError,
    GovkgError,
    HungUpError,
    MediaTypeError,
    MethodError,
    NotAcceptableError,
    NotFoundError,
    QueryBrokenError,
    QueryMemoryError,
    QuerySyntaxError,
    QueryTimeoutError,
    RateLimitError,
    ReleaseError,
    RequestError,
)
from govkg.formats import HTML, Format
from govkg.negotiation import negotiate
from govkg.vocabulary import NAMESPACE
from govkg.web.addressing.languages import asked_path, language_of
from govkg.web.addressing.origin import origin_of
from govkg.web.operating.observation import NO_ANSWER
from govkg.web.pages.failures import Failure, offers_of
from govkg.web.state import state_of
from govkg.web.visit import reader_of

STATUSES: Final[dict[type[GovkgError], tuple[HTTPStatus, str]]] = {
    NotFoundError: (HTTPStatus.NOT_FOUND, "Nothing here"),
    GoneError: (HTTPStatus.GONE, "Withdrawn"),
    MethodError: (HTTPStatus.METHOD_NOT_ALLOWED, "Method not answered here"),
    NotAcceptableError: (HTTPStatus.NOT_ACCEPTABLE, "No acceptable format"),
    BadRequestError: (HTTPStatus.BAD_REQUEST, "Request not understood"),
    QuerySyntaxError: (HTTPStatus.BAD_REQUEST, "Syntax error in the query"),
    ForbiddenQueryError: (HTTPStatus.FORBIDDEN, "Query refused"),
    MediaTypeError: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Body in an unknown media type"),
    BodySizeError: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Body too large"),
    QueryTimeoutError: (HTTPStatus.GATEWAY_TIMEOUT, "Query took too long"),
    QueryMemoryError: (HTTPStatus.INSUFFICIENT_STORAGE, "Query needed too much memory"),
    AnswerSizeError: (HTTPStatus.INSUFFICIENT_STORAGE, "Answer too large"),
    QueryBrokenError: (HTTPStatus.INTERNAL_SERVER_ERROR, "Query broke its worker"),
    CheckTimeoutError: (HTTPStatus.GATEWAY_TIMEOUT, "Check took too long"),
    CheckBrokenError: (HTTPStatus.INSUFFICIENT_STORAGE, "Check needed too much"),
    BusyError: (HTTPStatus.SERVICE_UNAVAILABLE, "Busy"),
    RateLimitError: (HTTPStatus.TOO_MANY_REQUESTS, "Too many requests"),
    ReleaseError: (HTTPStatus.SERVICE_UNAVAILABLE, "No release to serve"),
}
"""The status of each class of failure, and its title for people."""

PROBLEMS: Final = f"{NAMESPACE}problems#"
PROBLEM_FORMAT: Final = Format(
    "problem", "Problem", "application/problem+json", "json", ("application/json",)
)
_LOGGER: Final = logging.getLogger(__name__)
_RETRY_SECONDS: Final = "2"


def add_failures(app: FastAPI) -> None:
    """Answer every error of the table, and what the framework raises by itself."""
    app.add_exception_handler(GovkgError, answer_failure)
    app.add_exception_handler(HTTPException, _answer_framework)
    app.add_exception_handler(Exception, _answer_unforeseen)


async def answer_failure(request: Request, error: Exception) -> Response:
    """Answer with the status of an *error*, as a problem document (RFC 9457) or a page."""
    if isinstance(error, HungUpError):
        return Response(status_code=NO_ANSWER)  # for who counts requests; nobody else reads it
    if isinstance(error, QueryBrokenError):
        error = _cause(request, error)
    kind = next((kind for kind in type(error).__mro__ if kind in STATUSES), None)
    if kind is None:
        return await _answer_unforeseen(request, error)
    status, title = STATUSES[kind]
    if not isinstance(error, RequestError):
        _LOGGER.error("%s", error)
    facts = error.facts if isinstance(error, RequestError) else {}
    # A release's own trouble is told to its keeper in the log, not to strangers.
    detail = str(error) if isinstance(error, RequestError) else "Come back in a moment."
    response = _respond(request, kind.__name__, (status, title), detail, facts)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = _RETRY_SECONDS
    if isinstance(error, MethodError):
        response.headers["Allow"] = ", ".join((*error.allowed, "OPTIONS"))
    return response


def _cause(request: Request, error: GovkgError) -> GovkgError:
    """Tell a worker without a release from one that a query broke."""
    try:
        state_of(request).releases.check_there()
    except ReleaseError as gone:
        return gone
    return error


async def _answer_framework(request: Request, error: Exception) -> Response:
    status = HTTPStatus(error.status_code if isinstance(error, HTTPException) else 500)
    headers = (error.headers or {}) if isinstance(error, HTTPException) else {}
    response = _respond(
        request, status.phrase.replace(" ", ""), (status, status.phrase), status.description, {}
    )
    response.headers.update(headers)
    return response


async def _answer_unforeseen(request: Request, error: Exception) -> Response:
    del error  # the server logs it with its traceback
    entry = (HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke here")
    return _respond(request, "InternalError", entry, "It is not your request’s fault.", {})


def _respond(
    request: Request,
    name: str,
    entry: tuple[HTTPStatus, str],
    detail: str,
    facts: dict[str, object],
) -> Response:
    status, title = entry
    failure = Failure(
        status,
        name,
        title,
        detail,
        facts=facts,
        path=asked_path(request),
        query=request.query_params.get("query", ""),
    )
    if _wants_page(request):
        response: Response = HTMLResponse(_page(request, failure), status_code=status)
    else:
        body = {
            "type": f"{PROBLEMS}{name.removesuffix('Error')}",
            "title": title,
            "status": int(status),
            "detail": detail,
            **facts,
            **_choices(request, failure),
        }
        response = JSONResponse(body, status_code=status, media_type=PROBLEM_FORMAT.media_type)
    response.headers["Vary"] = "Accept, Accept-Language"
    response.headers["Cache-Control"] = "no-store"
    return response


def _choices(request: Request, failure: Failure) -> dict[str, object]:
    """Give where the formats are that there are, for who asked for another."""
    here = origin_of(request)
    choices = [
        {"type": offer.form.media_type, "href": here.absolute(offer.address)}
        for offer in offers_of(failure)
        if offer.address
    ]
    return {"choices": choices} if choices else {}


def _wants_page(request: Request) -> bool:
    """Say whether HTML is preferred; all others get a problem document, whatever they accept."""
    try:
        return negotiate(request.headers.get("accept"), (PROBLEM_FORMAT, HTML)) is HTML
    except NotAcceptableError:
        return False


def _page(request: Request, failure: Failure) -> str:
    state = state_of(request)
    try:
        release = state.releases.active()
    except ReleaseError:
        release = None
    reader = reader_of(request, release, origin_of(request), language_of(request, release))
    return state.pages.failure(failure, release, reader)
