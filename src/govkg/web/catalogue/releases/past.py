"""All releases that ever were active, and the quads that came and went with each."""

import re
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.errors import NotFoundError
from govkg.release.history.log import Activation
from govkg.release.history.reading import History
from govkg.release.kept import kept_releases
from govkg.release.manifest import GZIP
from govkg.web.catalogue.files import SentFile
from govkg.web.responses.caching import SHORT, etag
from govkg.web.visit import Visit, Visiting, add_slash

router = APIRouter()

CHANGES: Final = "/releases/changes"

_READ = ["GET", "HEAD"]
_NUMBER: Final = re.compile(r"[1-9]\d{0,8}", re.ASCII)


router.add_api_route("/releases", add_slash, methods=_READ, include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Changes:
    """Where the quads are that came and went with an activation, and how many bytes each file has.

    *files* are a name, an address and a size.
    """

    activation: Activation
    kept: bool
    files: tuple[tuple[str, str, int], ...]


@router.api_route("/releases/", methods=_READ, include_in_schema=False)
async def get_releases(visit: Visiting) -> Response:
    """List what was active when, the newest first."""
    return await visit.page(lambda: _page(visit))


@router.api_route(f"{CHANGES}/{{number}}/{{name}}", methods=_READ, include_in_schema=False)
def get_changes(visit: Visiting, number: str, name: str) -> Response:
    """Give the quads that came or went with an activation, as N-Quads with gzip.

    Raises:
        NotFoundError: there are no such quads.
    """
    history = visit.state.history
    found = history.change_files(int(number)) if _NUMBER.fullmatch(number) else None
    files = {file.name: file for file in (found.added, found.removed)} if found else {}
    if name not in files:
        raise NotFoundError("Nothing is kept of such a change.")
    headers = {
        "ETag": etag(number, name, str(len(history.redactions()))),
        "Cache-Control": SHORT,  # what is redacted goes from here, too
        "Content-Disposition": f'attachment; filename="{number}-{name}"',
    }
    return SentFile(files[name], media_type=GZIP, headers=headers)


def _page(visit: Visit) -> str:
    activations = reversed(visit.state.history.activations())
    kept = set(kept_releases(visit.release.layout.folder.parent))
    return visit.state.pages.catalogue(
        "releases.html",
        visit.release,
        visit.reader,
        past=[
            Changes(entry, entry.release in kept, files_of(visit.state.history, entry))
            for entry in activations
        ],
    )


def files_of(history: History, activation: Activation) -> tuple[tuple[str, str, int], ...]:
    """Give the files of an activation: whether they hold what was added or removed, path, bytes."""
    found = history.change_files(activation.sequence)
    if found is None:
        return ()
    folder = f"{CHANGES}/{activation.sequence}"
    return (
        ("added", f"{folder}/{found.added.name}", found.added.stat().st_size),
        ("removed", f"{folder}/{found.removed.name}", found.removed.stat().st_size),
    )
