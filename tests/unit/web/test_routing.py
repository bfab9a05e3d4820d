"""Which requests an entity's route takes ahead of the server's own addresses."""

import re

import pytest
from fastapi import Request
from fastapi.responses import PlainTextResponse, Response

from govkg.iris import RESERVED
from govkg.web.app import ROOMS
from govkg.web.documents import entities
from govkg.web.routing import EntityRoute


async def answer(request: Request) -> Response:
    """Answer anything."""
    return PlainTextResponse(request.url.path)


ROUTE = EntityRoute("/{path:path}", answer, methods=["GET", "HEAD"])


@pytest.mark.parametrize(
    "path", ["/commitment/a", "/ontology", "/person/a.en.html", "/sparqling", "/a.b/sparql"]
)
def test_an_entity_is_taken_at_once(path: str) -> None:
    assert ROUTE.fits(path)


OWN = [
    re.sub(r"\{[^}]*\}", "x", route.path)
    for room in ROOMS
    if room is not entities
    for route in room.router.routes
]


@pytest.mark.parametrize("path", sorted({*OWN, *(f"/{segment}" for segment in RESERVED)}))
def test_the_servers_own_addresses_are_left_to_their_routes(path: str) -> None:
    assert not ROUTE.fits(path)


@pytest.mark.parametrize("path", ["/explore.csv", "/search.zh.html", "/releases/x/a.ttl"])
def test_so_are_their_forms(path: str) -> None:
    assert not ROUTE.fits(path)
