"""``/feeds/changes.atom``, and one feed for each entity."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.errors import BadRequestError, NotFoundError
from govkg.release.history.versions import Version
from govkg.web.addressing.languages import asked_path, offered_languages
from govkg.web.catalogue.dated import answer_dated
from govkg.web.catalogue.feeds.entries import PAGE_SIZE, changes_around, latest_changes
from govkg.web.catalogue.mementos.addresses import version_iri
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.terms.names import Names
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]
_ATOM: Final = "application/atom+xml; charset=utf-8"


@router.api_route("/feeds/changes.atom", methods=_READ, include_in_schema=False)
async def get_changes(visit: Visiting, before: str = "") -> Response:
    """Give the latest changes, or the page of those before a version (RFC 5005, section 3).

    Raises:
        BadRequestError: *before* is no number.
    """
    if before and not (before.isascii() and before.isdigit()):
        raise BadRequestError("“before” takes the number of a version.", parameter="before")

    def make() -> str:
        versions = latest_changes(visit.state.history, int(before) if before else None)
        older = versions[-1].number if len(versions) == PAGE_SIZE else 1
        following = f"/feeds/changes.atom?before={older}" if older > 1 else ""
        return _render(visit, versions, following=following)

    return await answer_dated(visit, _ATOM, make)


@router.api_route("/feeds/{path:path}.atom", methods=_READ, include_in_schema=False)
async def get_changes_around(visit: Visiting, path: str) -> Response:
    """Give the latest changes of an entity and of the statements that belong to it.

    Raises:
        NotFoundError: there is no such entity.
    """
    del path  # as it was written, escapes and all, it stands in the request
    raw = visit.request.scope["raw_path"].decode("ascii")
    written = raw.removeprefix("/feeds").removesuffix(".atom")
    release = visit.release
    document = release.documents.first(release.addresses.candidates(written))
    if document is None:
        raise NotFoundError("No entity of this release has such a feed.")

    def make() -> str:
        versions = changes_around(visit.state.history, release, document.iri)
        return _render(visit, versions, about=document.iri)

    return await answer_dated(visit, _ATOM, make)


def _render(visit: Visit, versions: list[Version], *, about: str = "", following: str = "") -> str:
    release, here = visit.release, visit.here
    latest = visit.state.history.latest()
    # One language for all who read it: a feed has no pages in others.
    reader = Reader(offered_languages(release)[0])
    documents = [version.document for version in versions]
    names = Names(release, reader, [*documents, *([about] if about else [])])
    path = asked_path(visit.request)
    return visit.state.pages.catalogue(
        "feed.xml",
        release,
        reader,
        identifier=f"{release.manifest.dataset.base_iri}{path.removeprefix('/')}",
        about=names.of(about).text if about else "",
        address=here.absolute(path),
        home=here.absolute((release.addresses.path(about) if about else None) or "/"),
        following=here.absolute(following) if following else "",
        updated=versions[0].time if versions else (latest.time if latest else None),
        entries=[
            (
                version,
                names.of(version.document).text,
                here.absolute(release.addresses.path(version.document) or "/"),
                version_iri(release.addresses, version),
            )
            for version in versions
        ],
    )
