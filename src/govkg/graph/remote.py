"""Another store, asked by the SPARQL 1.1 Protocol: for publishers who outgrow one machine.

What it says in an error reaches nobody but the log of whoever runs it.
"""

import base64
import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPException
from typing import Final, NoReturn
from urllib.parse import urlencode

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from govkg.errors import (
    AnswerSizeError,
    BadRequestError,
    BusyError,
    QueryTimeoutError,
    RequestError,
)
from govkg.graph.sparql.tokens import form_of

_ROWS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_LATE: Final = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.GATEWAY_TIMEOUT}
_OF_QUERIES: Final = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.REQUEST_URI_TOO_LONG,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""What is the fault of who asks; wrong credentials, say, are that of whoever runs the server."""
_COUNT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_AWAY: Final = "The store behind this endpoint cannot be asked just now. Try again in a moment."

Results = QueryBoolean | QuerySolutions | list[Triple]


@dataclass(frozen=True, slots=True)
class Remote:
    """A *graph* in the store at *url*; *authorization* is the header that it asks for, if any."""

    url: str
    graph: str
    authorization: str = field(default="", repr=False)


def basic(user: str, password: str) -> str:
    """Write the credentials of HTTP's basic scheme (RFC 7617).

    >>> basic("Aladdin", "open sesame")
    'Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=='
    """
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def ask_remote(remote: Remote, query: str, *, seconds: float, size: int) -> Results:
    """Ask a query of the graph, and read the whole answer.

    Raises:
        QueryTimeoutError: it took more than *seconds*.
        AnswerSizeError: the answer has more bytes than *size*.
        BusyError: the store cannot be reached, or broke off.
        BadRequestError: it does not take the query.
    """
    graph = form_of(query) in {"construct", "describe"}
    body = _read(remote, query, _TRIPLES if graph else _ROWS, seconds=seconds, size=size)
    try:
        if graph:
            return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
        results = parse_query_results(body, format=QueryResultsFormat.JSON)
        if form_of(query) == "ask" and isinstance(results, QuerySolutions):
            results = _as_boolean(results)
    except (SyntaxError, ValueError) as error:  # some stores break off with a success
        raise BusyError(_AWAY) from error
    return results


def _as_boolean(rows: QuerySolutions) -> QueryBoolean | QuerySolutions:
    """Read the answer to an ``ASK`` that comes as a row, which Virtuoso gives where it is true."""
    true = json.dumps(any(True for _ in rows))
    body = f'{{"head": {{}}, "boolean": {true}}}'
    return parse_query_results(body, format=QueryResultsFormat.JSON)


def count_triples(remote: Remote, *, seconds: float) -> int:
    """Count the triples of the graph.

    Raises:
        RequestError: as `ask_remote`.
    """
    body = _read(remote, _COUNT, _ROWS, seconds=seconds, size=64 * 1024)
    try:
        return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise BusyError(_AWAY) from error


def opener() -> urllib.request.OpenerDirector:
    """Make what opens addresses: it goes through no proxy, and is led nowhere else."""
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def _read(remote: Remote, query: str, accept: str, *, seconds: float, size: int) -> bytes:
    form = urlencode({"query": query, "default-graph-uri": remote.graph}).encode()
    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
    if remote.authorization:
        headers["Authorization"] = remote.authorization
    request = urllib.request.Request(remote.url, form, headers)  # noqa: S310  # settings take http only
    try:
        with opener().open(request, timeout=seconds) as response:
            body: bytes = response.read(size + 1)
            cut = bool(response.length)
    except urllib.error.HTTPError as error:
        with error:
            _refuse(error.code, seconds)
    except TimeoutError:
        raise QueryTimeoutError(seconds) from None
    except (OSError, HTTPException) as error:
        raise BusyError(_AWAY) from error
    if len(body) > size:
        raise AnswerSizeError(size)
    if cut:
        raise BusyError(_AWAY)
    return body


def _refuse(status: int, seconds: float) -> NoReturn:
    error: RequestError
    if status in _LATE:
        error = QueryTimeoutError(seconds)
    elif status in _OF_QUERIES:
        error = BadRequestError("The store behind this endpoint does not take this query.")
    else:
        error = BusyError(_AWAY)
    raise error from None
