"""``/queries/``: the example queries as pages, and as an API with typed parameters."""

from collections import Counter
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from govkg.errors import BadRequestError, NotFoundError
from govkg.formats import (
    BOOLEAN_FORMATS,
    GRAPH_FORMATS,
    HTML,
    RESULT_FORMATS,
    SPARQL_QUERY,
    Format,
)
from govkg.graph.sparql.parameters import bind, read_term
from govkg.negotiation import negotiate
from govkg.release.queries import Example, find_example
from govkg.web.addressing.languages import named_language
from govkg.web.query.asking import Inquiry, answer_inquiry
from govkg.web.responses.caching import Representation, respond
from govkg.web.served import ServedRelease
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ: Final = ["GET", "HEAD"]
_FORMATS: Final[dict[str, dict[str, Format]]] = {
    "select": {form.name: form for form in RESULT_FORMATS},
    "ask": {form.name: form for form in BOOLEAN_FORMATS},
    "construct": {form.extension: form for form in GRAPH_FORMATS},
    "describe": {form.extension: form for form in GRAPH_FORMATS},
}
"""For each form of query, its formats by the extension of an address."""


@router.api_route("/queries/", methods=_READ, include_in_schema=False)
async def get_examples(visit: Visiting) -> Response:
    """List the example queries."""
    return await visit.page(lambda: visit.state.pages.examples(visit.release, visit.reader))


@router.api_route("/queries/{name}", methods=_READ, include_in_schema=False)
async def get_example(visit: Visiting, name: str) -> Response:
    """Give an example query as a page or, with an extension, its text or its answer.

    Raises:
        NotFoundError: there is no such query, or it has no answers of that kind.
        BadRequestError: a parameter is unknown, repeated, or of another type; the text names it.
        RequestError: as `answer_inquiry` says.
    """
    return await _answer(visit, visit.release, name)


@router.api_route("/releases/{release_id}/queries/{name}", methods=_READ, include_in_schema=False)
async def get_example_on(visit: Visiting, release_id: str, name: str) -> Response:
    """Do the same on the release that the address names, as long as it is kept.

    Raises:
        NotFoundError: it is not kept here.
        RequestError: as `get_example` says.
    """
    return await _answer(visit, visit.state.releases.open(release_id), name)


def formats_of(example: Example) -> dict[str, Format]:
    """Give the formats that a query is to be had in, by the extension of its address."""
    return {**_FORMATS.get(example.form, {}), SPARQL_QUERY.extension: SPARQL_QUERY}


def address_of(example: Example, form: Format, values: Mapping[str, str]) -> str:
    """Give the path at which *example* is answered in *form* for *values* of its parameters."""
    extension = next(name for name, one in formats_of(example).items() if one is form)
    pairs = urlencode([(name, values[name]) for name in sorted(values)], quote_via=quote)
    return f"/queries/{example.name}.{extension}{'?' if pairs else ''}{pairs}"


async def _answer(visit: Visit, release: ServedRelease, name: str) -> Response:
    stem, _, extension = name.partition(".")
    example = find_example(release.layout.queries, stem)
    values = _values(visit.request, example)
    offers = formats_of(example)
    if extension and extension not in offers:
        known = ", ".join(f".{known}" for known in offers)
        raise NotFoundError(f"The query “{stem}” is to be had as {known}.")
    if named_language(visit.request):
        chosen: Format = HTML
    elif extension:
        chosen = offers[extension]
    else:
        chosen = negotiate(visit.request.headers.get("accept"), (HTML, *offers.values()))
    if chosen is HTML:
        links = [(form.title, address_of(example, form, values)) for form in offers.values()]
        return await visit.page(
            lambda: visit.state.pages.example(release, example, values, links, visit.reader),
            vary=("Accept",),
        )
    terms = {
        parameter.variable: read_term(parameter, values[parameter.name])
        for parameter in example.parameters
        if parameter.name in values
    }
    text = bind(example.text, terms)
    if chosen is SPARQL_QUERY:
        representation = Representation(
            release=release.id,
            parts=(text,),
            content_type=SPARQL_QUERY.content_type,
            vary=() if extension else ("Accept",),
        )
        return await respond(visit.request, visit.state.bodies, representation, text.encode)
    inquiry = Inquiry(
        release=release,
        query=text,
        formats=(chosen.name,),
        permalink=visit.here.absolute(
            f"/releases/{release.id}{address_of(example, chosen, values)}"
        ),
    )
    return await answer_inquiry(visit.request, visit.state, inquiry)


def _values(request: Request, example: Example) -> dict[str, str]:
    """Read the parameters of the address; an empty one is one that was not given."""
    pairs = request.query_params.multi_items()
    names = [parameter.name for parameter in example.parameters]
    for name, number in Counter(name for name, _ in pairs).items():
        if name not in names:
            known = f"it takes {', '.join(names)}" if names else "it takes none"
            raise BadRequestError(f"Unknown parameter “{name}”: {known}.", parameter=name)
        if number > 1:
            raise BadRequestError(f"The parameter “{name}” stands twice.", parameter=name)
    return {name: value for name, value in pairs if value}
