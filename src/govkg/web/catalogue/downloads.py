"""Releases as folders of files, and the page that helps to choose one of them."""

from typing import Final

from anyio import to_thread
from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from govkg.errors import NotFoundError
from govkg.formats import LINKSET
from govkg.release.layout import Layout
from govkg.release.manifest import PACKED, Manifest, PublicFile, read_manifest
from govkg.web.addressing.origin import Here
from govkg.web.catalogue.files import send_file, send_unpacked
from govkg.web.catalogue.signposts import (
    LINKSET_NAME,
    file_links,
    release_links,
    release_linkset,
)
from govkg.web.documents.signposts import write_header
from govkg.web.responses.caching import IMMUTABLE, SHORT, Representation, respond
from govkg.web.state import Active
from govkg.web.visit import Visit, Visiting, add_slash

router = APIRouter()

_READ = ["GET", "HEAD"]
NEEDS: Final = (
    ("spreadsheet", "commitments.csv.gz"),
    ("frames", "commitments.parquet"),
    ("reading", "dataset.ttl.gz"),
    ("store", "dataset.nt.gz"),
    ("graphs", "dataset.nq.gz"),
    ("json", "dataset.jsonld.gz"),
    ("xml", "dataset.rdf.gz"),
)
"""What a file is for, and its name."""


router.add_api_route("/downloads", add_slash, methods=_READ, include_in_schema=False)


@router.api_route("/downloads/", methods=_READ, include_in_schema=False)
async def get_downloads(visit: Visiting) -> Response:
    """Offer the files of the active release."""
    manifest = visit.release.manifest
    return await visit.page(
        lambda: visit.state.pages.catalogue(
            "downloads.html", visit.release, visit.reader, needs=_needs(manifest)
        ),
        headers={"Link": write_header(release_links(manifest, visit.here))},
    )


def _needs(manifest: Manifest) -> list[tuple[str, PublicFile]]:
    """List what there is for each need: the file to take."""
    return [(need, file) for need, name in NEEDS if (file := manifest.file(name))]


@router.api_route("/downloads/{name}", methods=_READ, include_in_schema=False)
def get_latest_file(release: Active, here: Here, name: str) -> Response:
    """Redirect to a file of the active release, whose own address never changes its content."""
    _file(release.manifest, name)
    headers = {"Cache-Control": SHORT, "Govkg-Release": release.id}
    address = here.absolute(f"/releases/{release.id}/{name}")
    return RedirectResponse(address, status_code=302, headers=headers)


@router.api_route(
    f"/releases/{{release_id}}/{LINKSET_NAME}", methods=_READ, include_in_schema=False
)
async def get_linkset(visit: Visiting, release_id: str) -> Response:
    """Give the links between a release and all of its files.

    Raises:
        NotFoundError: it is not kept here.
    """
    _, manifest = await _find(visit, release_id)
    representation = Representation(
        release=manifest.id,
        parts=(LINKSET_NAME, visit.here.url),
        content_type=LINKSET.content_type,
        cache_control=IMMUTABLE,
    )
    return await respond(
        visit.request,
        visit.state.bodies,
        representation,
        lambda: release_linkset(manifest, visit.here),
    )


@router.api_route("/releases/{release_id}/{name}", methods=_READ, include_in_schema=False)
async def get_file(visit: Visiting, release_id: str, name: str) -> Response:
    """Give a public file of a release.

    Raises:
        NotFoundError: the release or the file is not there.
    """
    layout, manifest = await _find(visit, release_id)
    file = _file(manifest, name)
    links = write_header(file_links(manifest, visit.here, file))
    if file.name != name:
        return send_unpacked(visit.request, layout, file, {"Link": links})
    return send_file(visit.request, layout, file, {"Link": links})


async def _find(visit: Visit, release_id: str) -> tuple[Layout, Manifest]:
    """Find a release and what it says of itself: the active one is known already.

    Raises:
        NotFoundError: it is not kept here.
        ReleaseError: it is damaged.
    """
    active = visit.release
    if release_id == active.id and active.layout.manifest.is_file():
        return active.layout, active.manifest
    layout = await to_thread.run_sync(visit.state.releases.find, release_id)
    return layout, read_manifest(layout.manifest)


def _file(manifest: Manifest, name: str) -> PublicFile:
    """Find a file in the manifest, or what it is packed in: so no other path reaches the disk.

    Raises:
        NotFoundError: it has none.
    """
    file = manifest.file(name) or manifest.file(f"{name}{PACKED}")
    if file is None:
        raise NotFoundError(f"No file “{name}” in release {manifest.id}.")
    return file
