"""The pages and files beside the entities: home, lists, downloads, health."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response

from govkg.errors import NotFoundError
from govkg.release.manifest import Manifest, PublicFile, read_manifest
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
@router.api_route("/downloads", methods=_READ, include_in_schema=False)
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


@router.api_route("/downloads/", methods=_READ, include_in_schema=False)
def get_downloads(request: Request, release: Active, state: Shared) -> Response:
    """List the public files of the active release."""
    return _page(request, release, state.pages.downloads(release))


@router.api_route("/downloads/{name}", methods=_READ, include_in_schema=False)
def get_latest_file(release: Active, name: str) -> Response:
    """Redirect to a file of the active release, whose own address never changes its content."""
    _file(release.manifest, name)
    return RedirectResponse(f"/releases/{release.id}/{name}", status_code=302)


@router.api_route("/releases/{release_id}/{name}", methods=_READ, include_in_schema=False)
def get_file(state: Shared, release_id: str, name: str) -> Response:
    """Give a public file of a release.

    Raises:
        NotFoundError: the release or the file is not there.
    """
    layout = state.releases.find(release_id)
    file = _file(read_manifest(layout.manifest), name)
    return FileResponse(
        layout.files / file.name,
        media_type=file.media_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


def _file(manifest: Manifest, name: str) -> PublicFile:
    """Find a file in the manifest: so no other path ever reaches the disk.

    Raises:
        NotFoundError: it has none.
    """
    for file in manifest.files:
        if file.name == name:
            return file
    raise NotFoundError(f"No file “{name}” in release {manifest.id}.")


@router.api_route("/health", methods=_READ, include_in_schema=False)
def get_health(release: Active) -> dict[str, str]:
    """Say that a release is being served, and which."""
    return {"status": "ok", "release": release.id}
