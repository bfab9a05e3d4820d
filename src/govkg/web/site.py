"""The pages beside the entities: home, lists, health."""

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.errors import NotFoundError, ReleaseError
from govkg.vocabulary import expand
from govkg.web.state import Shared, active_of
from govkg.web.visit import Visiting, add_slash

router = APIRouter()

_READ = ["GET", "HEAD"]


@router.api_route("/", methods=_READ, include_in_schema=False)
async def get_home(visit: Visiting) -> Response:
    """Give the home page."""
    return await visit.page(lambda: visit.state.pages.home(visit.release, visit.reader))


router.add_api_route("/browse", add_slash, methods=_READ, include_in_schema=False)
router.add_api_route("/queries", add_slash, methods=_READ, include_in_schema=False)


@router.api_route("/browse/", methods=_READ, include_in_schema=False)
async def get_classes(visit: Visiting) -> Response:
    """List the classes."""
    return await visit.page(lambda: visit.state.pages.classes(visit.release, visit.reader))


@router.api_route("/browse/{name:path}", methods=_READ, include_in_schema=False)
async def get_listing(visit: Visiting, name: str, after: str = "") -> Response:
    """List the members of a class, a page at a time.

    Raises:
        NotFoundError: the release has no such class.
    """
    iri = expand(name) or name
    if iri not in visit.release.manifest.classes:
        raise NotFoundError(f"No class “{name}” in this release.")
    return await visit.page(
        lambda: visit.state.pages.listing(visit.release, iri, visit.reader, after=after)
    )


@router.api_route("/health", methods=_READ, include_in_schema=False)
async def get_health(state: Shared) -> dict[str, str | None]:
    """Say that the server lives, and which release it serves, if any; `/ready` says whether."""
    try:
        release = await active_of(state)
    except ReleaseError:
        return {"status": "ok", "release": None}
    return {"status": "ok", "release": release.id}
