"""The pages beside the entities: home, lists, health."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from govkg.errors import NotFoundError
from govkg.vocabulary import expand
from govkg.web.caching import answer_cached, etag
from govkg.web.served import ServedRelease
from govkg.web.state import Active, Shared

router = APIRouter()

_READ = ["GET", "HEAD"]
_PAGE = {"Content-Type": "text/html; charset=utf-8"}


def _page(request: Request, release: ServedRelease, text: str) -> Response:
    headers = {**_PAGE, "Govkg-Release": release.id}
    return answer_cached(request, etag(release.id, str(request.url.path)), headers, text.encode)


@router.api_route("/", methods=_READ, include_in_schema=False)
def get_home(request: Request, release: Active, state: Shared) -> Response:
    """Give the home page."""
    return _page(request, release, state.pages.home(release))


@router.api_route("/browse", methods=_READ, include_in_schema=False)
@router.api_route("/queries", methods=_READ, include_in_schema=False)
def add_slash(request: Request) -> Response:
    """Lead from a folder's name to the folder."""
    return RedirectResponse(f"{request.url.path}/", status_code=308)


@router.api_route("/browse/", methods=_READ, include_in_schema=False)
def get_classes(request: Request, release: Active, state: Shared) -> Response:
    """List the classes."""
    return _page(request, release, state.pages.classes(release))


@router.api_route("/browse/{name:path}", methods=_READ, include_in_schema=False)
def get_listing(release: Active, state: Shared, name: str, after: str = "") -> Response:
    """List the members of a class, a page at a time.

    Raises:
        NotFoundError: the release has no such class.
    """
    iri = expand(name) or name
    if iri not in release.manifest.classes:
        raise NotFoundError(f"No class “{name}” in this release.")
    return HTMLResponse(state.pages.listing(release, iri, after=after))


@router.api_route("/health", methods=_READ, include_in_schema=False)
def get_health(release: Active) -> dict[str, str]:
    """Say that a release is being served, and which."""
    return {"status": "ok", "release": release.id}
