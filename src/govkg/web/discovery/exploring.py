"""``/explore`` and ``/search``: the table of all statements, and finding by words."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from govkg.errors import NotFoundError
from govkg.formats import Format
from govkg.web.pages.explore.export import EXPORTS
from govkg.web.pages.explore.parameters import read_view
from govkg.web.visit import Visiting

router = APIRouter()

_READ: Final = ["GET", "HEAD"]
_EXPORTS: Final[dict[str, Format]] = {form.extension: form for form in EXPORTS}
_LONGEST: Final = 200
"""Characters of words that are looked for."""


@router.api_route("/explore", methods=_READ, include_in_schema=False)
async def get_explore(request: Request, visit: Visiting) -> Response:
    """Show the statements that the address chooses."""
    base = visit.release.manifest.dataset.base_iri
    view = read_view(request.query_params.multi_items(), base)
    return await visit.page(lambda: visit.state.pages.explore(visit.release, view, visit.reader))


@router.api_route("/explore.{extension}", methods=_READ, include_in_schema=False)
def get_export(request: Request, visit: Visiting, extension: str) -> Response:
    """Give all statements that the address chooses, as a file.

    Raises:
        NotFoundError: there is no such format.
    """
    if extension not in _EXPORTS:
        known = ", ".join(f".{name}" for name in _EXPORTS)
        raise NotFoundError(f"The table is to be had as {known}.")
    form = _EXPORTS[extension]
    base = visit.release.manifest.dataset.base_iri
    view = read_view(request.query_params.multi_items(), base)
    parts = visit.state.pages.table(visit.release, view, form, visit.reader)
    headers = {"Content-Type": form.content_type, "Govkg-Release": visit.release.id}
    return StreamingResponse(parts, headers=headers)


@router.api_route("/search", methods=_READ, include_in_schema=False)
async def get_search(visit: Visiting, q: str = "") -> Response:
    """Show what the words of the address find."""
    words = " ".join(q.split())[:_LONGEST]
    return await visit.page(lambda: visit.state.pages.search(visit.release, words, visit.reader))
