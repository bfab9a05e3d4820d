"""Another store, asked by the SPARQL 1.1 Protocol: for publishers who outgrow one machine.

What it says in an error reaches nobody but the log of whoever runs it.
"""

import base64
import json
from collections.abc import Mapping
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
from govkg.graph.line import Line
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


def ask_remote(remote: Remote, query: str, line: Line, *, seconds: float, size: int) -> Results:
    """Ask a query of the graph on a *line* to its store, and read the whole answer.

    Raises:
        QueryTimeoutError: it took more than *seconds*.
        AnswerSizeError: the answer has more bytes than *size*.
        BusyError: the store cannot be reached, or broke off.
        BadRequestError: it does not take the query.
    """
    graph = form_of(query) in {"construct", "describe"}
    accept = _TRIPLES if graph else _ROWS
    body = _read(line, _form(remote, query), accept, seconds=seconds, size=size)
    try:
        if graph:
            return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
        results = parse_query_results(body, format=QueryResultsFormat.JSON)
        if form_of(query) == "ask" and isinstance(results, QuerySolutions):
            results = _as_boolean(results)
    except (SyntaxError, ValueError) as error:  # some stores break off with a success
        raise BusyError(_AWAY) from error
    return results


def line_to(remote: Remote) -> Line:
    """Give a line to the store of *remote*."""
    return Line(remote.url, remote.authorization)


def _form(remote: Remote, query: str) -> dict[str, str]:
    return {"query": query, "default-graph-uri": remote.graph}


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
    with line_to(remote) as line:
        body = _read(line, _form(remote, _COUNT), _ROWS, seconds=seconds, size=64 * 1024)
    try:
        return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise BusyError(_AWAY) from error


def _read(line: Line, form: Mapping[str, str], accept: str, *, seconds: float, size: int) -> bytes:
    headers = {"Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        response = line.send("POST", urlencode(form).encode(), headers, seconds=seconds)
        body = response.read(size + 1)
    except TimeoutError:
        line.close()
        raise QueryTimeoutError(seconds) from None
    except (OSError, HTTPException) as error:
        line.close()
        raise BusyError(_AWAY) from error
    if not response.isclosed():  # nothing else can be asked while some of it is to come
        line.close()
    if response.status != HTTPStatus.OK:
        _refuse(response.status, seconds)
    if len(body) > size:
        raise AnswerSizeError(size)
    if response.length:
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
