"""``/shapes``: the rules as a page, where each has its fragment, and as SHACL.

Why each is there, and the query that finds who breaks it, stand on the page of its concern.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import Literal, NamedNode, RdfFormat, parse, serialize

from govkg.errors import NotFoundError
from govkg.formats import DOCUMENT_EXTENSIONS, GRAPH_FORMATS, HTML, GraphFormat
from govkg.negotiation import negotiate
from govkg.vocabulary import DCTERMS, SH, SHAPES, curie
from govkg.web.responses.caching import Representation, respond
from govkg.web.served import ServedRelease
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]
_OFFERS: Final = (HTML, *GRAPH_FORMATS)
_KEPT: Final = 4
_PLACE: Final = re.compile(r"\{[?$]\w+\}")
"""Where a message has a value of what broke the rule (SHACL, section 5.3.2)."""
_NUMBER: Final = f"{DCTERMS}identifier"


@dataclass(frozen=True, slots=True)
class Rule:
    """A shape with a number: texts by language, and its *query* where it has one.

    *concern* is the name of the file that it stands in.
    """

    iri: str
    number: str
    concern: str
    severity: str
    path: str
    query: str
    names: Mapping[str, str]
    reasons: Mapping[str, str]
    messages: Mapping[str, str]

    @property
    def fragment(self) -> str:
        """What stands behind ``#`` in its address."""
        return self.iri.partition("#")[2] or self.iri.rpartition("/")[2]


def rules_of(release: ServedRelease) -> tuple[Rule, ...]:
    """List the rules that a release was checked against, in order of their numbers."""
    return _read(release.layout.shapes) if release.layout.shapes.exists() else ()


@lru_cache(maxsize=_KEPT)
def _read(file: Path) -> tuple[Rule, ...]:
    facts: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    concerns: dict[Any, str] = {}
    for quad in parse(path=file, format=RdfFormat.N_QUADS):
        facts[quad.subject][quad.predicate.value].append(quad.object)
        concerns[quad.subject] = str(quad.graph_name.value).rpartition("/")[2]
    rules = [
        _rule(node, said, facts, concerns[node])
        for node, said in facts.items()
        if isinstance(node, NamedNode) and _NUMBER in said and f"{SH}severity" in said
    ]
    return tuple(sorted(rules, key=lambda rule: (rule.number.rjust(4, "0"), rule.iri)))


def _rule(
    node: NamedNode, said: Mapping[str, list[Any]], facts: Mapping[Any, Any], concern: str
) -> Rule:
    queries = [facts[query] for query in said.get(f"{SH}sparql", [])]
    path = next(iter(said.get(f"{SH}path", [])), None)
    told = [*said.get(f"{SH}message", []), *(m for q in queries for m in q[f"{SH}message"])]
    return Rule(
        iri=node.value,
        number=said[_NUMBER][0].value,
        concern=concern,
        severity=said[f"{SH}severity"][0].value.removeprefix(SH),
        path=(curie(path.value) or path.value) if isinstance(path, NamedNode) else "",
        query=dedent(queries[0][f"{SH}select"][0].value).strip() if queries else "",
        names=_texts(said.get(f"{SH}name", [])),
        reasons=_texts(said.get(f"{SH}description", [])),
        messages={tag: _PLACE.sub("…", text) for tag, text in _texts(told).items()},
    )


def _texts(values: list[Any]) -> dict[str, str]:
    return {item.language or "en": item.value for item in values if isinstance(item, Literal)}


@router.api_route("/shapes", methods=_READ, include_in_schema=False)
async def get_shapes(visit: Visiting) -> Response:
    """Give the rules as a page, or lead to them as data.

    Raises:
        NotAcceptableError: no format suits the client.
    """
    form = negotiate(visit.request.headers.get("accept"), _OFFERS)
    if form is HTML:
        return await _page(visit)
    path = visit.here.absolute(f"/shapes.{form.extension}")
    return RedirectResponse(path, status_code=303, headers={"Vary": "Accept"})


@router.api_route("/shapes.{extension}", methods=_READ, include_in_schema=False)
async def get_shapes_as(visit: Visiting, extension: str) -> Response:
    """Give the rules in one format.

    Raises:
        NotFoundError: there is no such format.
    """
    form = DOCUMENT_EXTENSIONS.get(extension)
    if form is HTML:
        return await _page(visit)
    if not isinstance(form, GraphFormat):
        raise NotFoundError(f"The rules are not written as “{extension}”.")
    codec, file = form.codec, visit.release.layout.shapes
    representation = Representation(
        release=visit.release.id, parts=("shapes", extension), content_type=form.content_type
    )

    def write() -> bytes:
        triples = (quad.triple for quad in parse(path=file, format=RdfFormat.N_QUADS))
        return serialize(triples, format=codec, prefixes={"sh": SH, "shapes": SHAPES}) or b""

    return await respond(visit.request, visit.state.bodies, representation, write)


@router.api_route("/shapes/{concern}", methods=_READ, include_in_schema=False)
async def get_concern(visit: Visiting, concern: str) -> Response:
    """Give all that is said of the rules of one concern.

    Raises:
        NotFoundError: no rule is about it.
    """
    rules = [rule for rule in rules_of(visit.release) if rule.concern == concern]
    if not rules:
        raise NotFoundError(f"No rules about “{concern}” in this release.")
    return await visit.page(
        lambda: visit.state.pages.catalogue(
            "concern.html", visit.release, visit.reader, concern=concern, rules=rules
        )
    )


async def _page(visit: Visit) -> Response:
    return await visit.page(
        lambda: visit.state.pages.catalogue(
            "shapes.html",
            visit.release,
            visit.reader,
            rules=rules_of(visit.release),
            formats=GRAPH_FORMATS,
        ),
        vary=("Accept",),
    )
