"""Read a request of the SPARQL 1.1 Protocol (section 2.1): what is asked, of which graphs, and how.

Forms and addresses are decoded exactly once. Parameters of a form may stand in its body, in the
address, or in both; what may stand once and stands twice is refused.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, quote

from fastapi import Request

from govkg.errors import BadRequestError, BodySizeError, ForbiddenQueryError, MediaTypeError
from govkg.formats import SPARQL_QUERY

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = SPARQL_QUERY.media_type
UPDATE: Final = "application/sparql-update"
READ_TYPES: Final = (QUERY, FORM)
QUERY_MISSING: Final = "The parameter “query” is missing."

_TIMEOUT: Final = "timeout"
_ONCE: Final = frozenset({"query", _TIMEOUT})
_FORMATS: Final = ("format", "output", "results")
_MANY: Final = frozenset({"default-graph-uri", "named-graph-uri", *_FORMATS})
_KNOWN: Final = _ONCE | _MANY
_UPDATES: Final = frozenset({"update", "using-graph-uri", "using-named-graph-uri"})
_FIELDS: Final = 1000
"""How many parameters are read; no honest request comes near it."""
_AS_WRITTEN: Final = "%!$&'()*+,;=:@/?"
"""What a query of an address may have beside letters (RFC 3986, section 3.4)."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a request asks; *query* is ``None`` where it asks nothing, *timeout* is in seconds.

    *written* is all of it but the timeout, as the request has it.
    """

    query: str | None
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    formats: tuple[str, ...]
    timeout: float | None
    written: str = ""


class _Pair(NamedTuple):
    name: str
    value: str
    written: str


def permalink(release_id: str, parameters: Parameters) -> str:
    """Give the path that asks the same of this release, whichever is active.

    >>> permalink("1f", Parameters("ASK {}", (), (), ("csv",), None, "query=ASK%20{}&format=csv"))
    '/releases/1f/sparql?query=ASK%20%7B%7D&format=csv'
    """
    return f"/releases/{release_id}/sparql?{quote(parameters.written, safe=_AS_WRITTEN)}"


async def read_parameters(request: Request, body_limit: int) -> Parameters:
    """Read the parameters of *request*, its body up to *body_limit* bytes.

    Raises:
        BadRequestError: a parameter is unknown, repeated, or malformed; the text names it.
        ForbiddenQueryError: it is an update.
        MediaTypeError: the body is neither a form nor a query.
        BodySizeError: the body is over its limit.
    """
    pairs = _pairs(request.scope["query_string"], "address")
    if request.method in {"POST", "QUERY"}:
        kind = _media_type(request.headers.get("content-type", ""))
        body = await _read_body(request, body_limit)
        if kind == FORM:
            pairs += _pairs(body, "form")
        elif kind == QUERY:
            query = _decode(body)
            pairs.append(_Pair("query", query, f"query={quote(query)}"))
        elif kind == UPDATE:
            raise ForbiddenQueryError("Updates are refused: a release never changes.")
        else:
            raise MediaTypeError(
                f"Send a query as {' or '.join(READ_TYPES)}; this came as {kind or 'nothing'}.",
                accepted=READ_TYPES,
            )
    parameters = _parameters(pairs)
    only_format = all(pair.name in _FORMATS for pair in pairs)
    if parameters.query is None and (not only_format or request.method in {"POST", "QUERY"}):
        raise BadRequestError(QUERY_MISSING, parameter="query")
    return parameters


def _pairs(text: bytes, place: str) -> list[_Pair]:
    try:
        written = text.decode("ascii")
        read = parse_qsl(written, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise BadRequestError(f"The {place} is not percent-encoded UTF-8.") from None
    except ValueError:
        raise BadRequestError(f"The {place} has over {_FIELDS} parameters.") from None
    pieces = filter(None, written.split("&"))
    return [_Pair(*pair, piece) for pair, piece in zip(read, pieces, strict=True)]


def _parameters(pairs: Iterable[_Pair]) -> Parameters:
    values: dict[str, list[str]] = defaultdict(list)
    written: list[str] = []
    for name, value, piece in pairs:
        if name in _UPDATES:
            raise ForbiddenQueryError("Updates are refused: a release never changes.")
        if name not in _KNOWN:
            raise BadRequestError(f"Unknown parameter “{name}”.", parameter=name)
        if name in _ONCE and values[name]:
            raise BadRequestError(f"The parameter “{name}” stands twice.", parameter=name)
        values[name].append(value)
        if name != _TIMEOUT:
            written.append(piece)
    return Parameters(
        query=values["query"][0] if values["query"] else None,
        default_graphs=_graphs(values["default-graph-uri"], "default-graph-uri"),
        named_graphs=_graphs(values["named-graph-uri"], "named-graph-uri"),
        formats=tuple(value for name in _FORMATS for value in values[name]),
        timeout=_timeout(values[_TIMEOUT][0]) if values[_TIMEOUT] else None,
        written="&".join(written),
    )


def _graphs(iris: Iterable[str], name: str) -> tuple[str, ...]:
    found = tuple(iris)
    for iri in found:
        if ":" not in iri or any(character in iri for character in ' <>"{}|\\^`'):
            raise BadRequestError(f"“{name}” takes an absolute IRI, not “{iri}”.", parameter=name)
    return found


def _timeout(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise BadRequestError(
            f"“timeout” takes seconds above 0, not “{text}”.", parameter="timeout"
        )
    return seconds


def _media_type(header: str) -> str:
    """Give the media type of a body; a charset other than UTF-8 is refused."""
    kind, *parameters = [part.strip().lower() for part in header.split(";")]
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "charset" and value.strip('"') not in {"utf-8", "utf8", "us-ascii"}:
            raise MediaTypeError(f"Send UTF-8; this came as {value}.", accepted=READ_TYPES)
    return kind


async def _read_body(request: Request, limit: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise BodySizeError(
                f"The body is over the limit of {limit} bytes.", limit="body", value=limit
            )
        chunks.append(chunk)
    return b"".join(chunks)


def _decode(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequestError(f"The query is not UTF-8: byte {error.start}.") from None
