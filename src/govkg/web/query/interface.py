"""The endpoint and the example queries as an OpenAPI 3.1 document, made anew for each release."""

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from govkg.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS, Format
from govkg.graph.sparql.parameters import Parameter
from govkg.release.queries import Example, read_examples
from govkg.web.addressing.origin import Here, Origin
from govkg.web.pages.choices import choices_for
from govkg.web.pages.language.reader import Reader
from govkg.web.query.examples import formats_of
from govkg.web.query.protocol import FORM, QUERY
from govkg.web.responses.caching import Representation, respond
from govkg.web.responses.failures import PROBLEM_FORMAT
from govkg.web.served import ServedRelease
from govkg.web.state import Active, Shared

router = APIRouter()

Document = dict[str, Any]

_SHOWN: Final = 20
_KINDS: Final[dict[str, Document]] = {
    "iri": {"type": "string", "pattern": "^$|:", "description": "an absolute IRI, or nothing"},
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    "decimal": {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}(\.[0-9]{1,18})?$"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
}
"""The schema of each kind of parameter; all others are strings."""

_PROBLEMS: Final = {
    400: "the request or the query is not understood",
    403: "an update, or a query that would ask another server",
    404: "there is nothing of this name",
    406: "no acceptable format",
    413: "the body is over its limit",
    415: "the body has a media type that is not read",
    500: "the query broke its worker",
    503: "every worker is taken; Retry-After says when to come back",
    504: "the query took too long",
    507: "the query needed too much memory, or its answer is too large",
}
_ASKING: Final = (400, 403, 406, 500, 503, 504, 507)
_LOOKING_UP: Final = (400, 404, 500, 503, 504, 507)


@router.api_route("/openapi.json", methods=["GET", "HEAD"], include_in_schema=False)
async def get_interface(request: Request, release: Active, state: Shared, here: Here) -> Response:
    """Give the OpenAPI document."""
    representation = Representation(
        release=release.id, parts=("openapi", here.url), content_type="application/json"
    )

    def make() -> bytes:
        return json.dumps(describe_interface(release, here), ensure_ascii=False).encode()

    return await respond(request, state.bodies, representation, make)


def describe_interface(release: ServedRelease, here: Origin) -> Document:
    """Describe what programs can ask of *release* at *here* (OpenAPI 3.1)."""
    dataset = release.manifest.dataset
    paths: dict[str, Document] = {"/sparql": _endpoint()}
    for example in read_examples(release.layout.queries):
        paths[f"/queries/{example.name}.{{format}}"] = {"get": _example(release, example)}
    paths["/health"] = {"get": _health()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": dataset.title,
            "version": version("govkg"),
            "description": dataset.description or dataset.title,
            "license": {"name": dataset.licence, "url": dataset.licence},
        },
        "servers": [{"url": here.url}],
        "paths": paths,
        "components": {"schemas": {"Problem": _problem()}},
    }


def _endpoint() -> Document:
    formats = {form.name: form for form in (*RESULT_FORMATS, *GRAPH_FORMATS)}
    timeout = {"type": "number", "exclusiveMinimum": 0, "maximum": 3600}
    graphs = {"type": "array", "items": {"type": "string", "format": "iri"}}
    common: dict[str, tuple[str, Document]] = {
        "format": ("a format, before Accept", {"type": "string", "enum": list(formats)}),
        "timeout": ("seconds; only lowers the limit of the server", timeout),
        "default-graph-uri": ("graphs whose merge is the default graph", graphs),
        "named-graph-uri": ("graphs that GRAPH may name", graphs),
    }
    query = {"type": "string", "examples": ["ASK { ?s ?p ?o }"]}
    responses = _responses((*formats.values(), HTML), _ASKING)
    return {
        "get": {
            "operationId": "query",
            "summary": "Ask a SPARQL 1.1 query",
            "parameters": [
                _in_query("query", "the query", query, required=True),
                *(_in_query(name, text, schema) for name, (text, schema) in common.items()),
            ],
            "responses": responses,
        },
        "post": {
            "operationId": "queryByPost",
            "summary": "Ask a SPARQL 1.1 query, as a form or as it is",
            "requestBody": {
                "required": True,
                "content": {
                    FORM: {
                        "schema": {
                            "type": "object",
                            "required": ["query"],
                            "additionalProperties": False,
                            "properties": {
                                "query": query,
                                **{name: schema for name, (_, schema) in common.items()},
                            },
                        }
                    },
                    QUERY: {"schema": query},
                },
            },
            "responses": {**responses, **_problems((413, 415))},
        },
    }


def _example(release: ServedRelease, example: Example) -> Document:
    forms = formats_of(example)
    extension = {"type": "string", "enum": list(forms)}
    return {
        "operationId": example.name,
        "summary": example.summary,
        "description": example.description,
        "tags": list(example.tags),
        "parameters": [
            {"name": "format", "in": "path", "required": True, "schema": extension},
            *(_parameter(release, parameter) for parameter in example.parameters),
        ],
        "responses": _responses(forms.values(), _LOOKING_UP),
    }


def _parameter(release: ServedRelease, parameter: Parameter) -> Document:
    described = _in_query(
        parameter.name,
        f"{parameter.kind}; left out: all",
        _KINDS.get(parameter.kind, {"type": "string"}),
    )
    choices = choices_for(release, Reader(), parameter)[:_SHOWN]
    if choices:
        described["examples"] = {
            str(number): {"summary": choice.text, "value": _typed(parameter, choice.value)}
            for number, choice in enumerate(choices, start=1)
        }
    return described


def _typed(parameter: Parameter, value: str) -> str | int:
    return int(value) if parameter.kind == "integer" else value


def _in_query(name: str, text: str, schema: Document, *, required: bool = False) -> Document:
    return {
        "name": name,
        "in": "query",
        "required": required,
        "description": text,
        "schema": schema,
    }


def _health() -> Document:
    schema = {"type": "object", "required": ["status", "release"]}
    content = {"application/json": {"schema": schema}}
    answer = {"description": "the server lives", "content": content}
    return {
        "operationId": "health",
        "summary": "That the server lives, and which release it serves",
        "responses": {"200": answer},
    }


def _responses(forms: Iterable[Format], statuses: Iterable[int]) -> Document:
    content: Document = {form.media_type: {} for form in forms}
    return {
        "200": {"description": "the whole answer", "content": content},
        "304": {"description": "the client has this answer already"},
        **_problems(statuses),
    }


def _problems(statuses: Iterable[int]) -> Document:
    schema = {"$ref": "#/components/schemas/Problem"}
    content: Mapping[str, Document] = {
        PROBLEM_FORMAT.media_type: {"schema": schema},
        HTML.media_type: {},
    }
    return {
        str(status): {"description": _PROBLEMS[status], "content": content} for status in statuses
    }


def _problem() -> Document:
    text = {"type": "string"}
    return {
        "type": "object",
        "description": "A problem document (RFC 9457)",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri"},
            "title": text,
            "status": {"type": "integer"},
            "detail": text,
        },
    }
