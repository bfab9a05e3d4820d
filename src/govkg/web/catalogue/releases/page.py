"""``/releases/{id}/``: what changed with a release, who vouches for it, files, how to cite it."""

from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.iris import to_uri
from govkg.release.history.log import Activation
from govkg.release.kept import kept_releases
from govkg.web.catalogue.releases.past import files_of
from govkg.web.catalogue.signposts import release_links
from govkg.web.documents.signposts import write_header
from govkg.web.pages.terms.names import Name, Names
from govkg.web.served import ServedRelease
from govkg.web.visit import Visit, Visiting, add_slash

router = APIRouter()

_READ = ["GET", "HEAD"]
_NAMED: Final = 20
"""Documents that changed, and are named on the page; the feed and the quads have all."""


router.add_api_route("/releases/{release_id}", add_slash, methods=_READ, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Coming:
    """How a release became the active one: after which *before* it, and what changed with it.

    *is_kept* says that the one before can still be read. *changes* are kinds and names, the first
    of all that *activation* counts; *files* have all.
    """

    activation: Activation
    before: str
    is_kept: bool
    changes: tuple[tuple[str, Name], ...]
    files: tuple[tuple[str, str, int], ...]


@router.api_route("/releases/{release_id}/", methods=_READ, include_in_schema=False)
async def get_release(visit: Visiting, release_id: str) -> Response:
    """Show one release.

    Raises:
        NotFoundError: it is not kept here.
    """
    release = visit.state.releases.open(release_id)
    return await visit.page(
        lambda: _render(visit, release),
        headers={"Link": write_header(release_links(release.manifest, visit.here))},
    )


def _render(visit: Visit, release: ServedRelease) -> str:
    return visit.state.pages.catalogue(
        "release.html",
        release,
        visit.reader,
        active=release.id == visit.release.id,
        coming=_coming(visit, release),
        uri=to_uri(f"{release.manifest.dataset.base_iri}releases/{release.id}/"),
    )


def _coming(visit: Visit, release: ServedRelease) -> Coming | None:
    """Look up the last time at which *release* became the active one."""
    history = visit.state.history
    activation = history.last_activation(release.id)
    if activation is None:
        return None
    before = history.previous(release.id)
    versions = history.changes_of(activation.sequence, limit=_NAMED) if before else []
    names = Names(release, visit.reader, [version.document for version in versions])
    return Coming(
        activation,
        before.release if before else "",
        before is not None and before.release in kept_releases(release.layout.folder.parent),
        tuple((version.kind.value, names.of(version.document)) for version in versions),
        files_of(history, activation),
    )
