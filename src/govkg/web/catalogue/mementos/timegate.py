"""From an entity and a time to the version of that time (RFC 7089, sections 2 and 4)."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.errors import BadRequestError, GoneError, NotFoundError
from govkg.formats import GRAPH_DOCUMENTS, HTML, Format
from govkg.iris import to_uri
from govkg.negotiation import negotiate
from govkg.release.history.versions import Kind, Version
from govkg.web.catalogue.dated import answer_dated
from govkg.web.catalogue.mementos.addresses import TIMEGATE, TIMEMAP, memento_path
from govkg.web.documents.signposts import Link, write_header
from govkg.web.responses.caching import SHORT, http_date
from govkg.web.visit import Visit, Visiting

router = APIRouter()

MEMENTO_FORMATS: Final = (HTML, *GRAPH_DOCUMENTS)

_READ = ["GET", "HEAD"]
_LINK_FORMAT: Final = "application/link-format"
_HEADER: Final = "accept-datetime"


def answer_in_time(visit: Visit, path: str) -> Response | None:
    """Redirect to the version that ``Accept-Datetime`` asks for, if it asks for any.

    *path* is the entity's own, percent-encoded: an entity is its own TimeGate (section 4.1.1).
    """
    if _HEADER not in visit.request.headers:
        return None
    document = find_document(visit, path)
    return _lead(visit, document) if document else None


@router.api_route(f"{TIMEGATE}/{{path:path}}", methods=_READ, include_in_schema=False)
async def get_timegate(visit: Visiting) -> Response:
    """Redirect to the version of the time that is asked for, or to the present one.

    Raises:
        NotFoundError: there never was such an entity.
    """
    return _lead(visit, _named(visit, TIMEGATE))


@router.api_route(f"{TIMEMAP}/{{path:path}}", methods=_READ, include_in_schema=False)
async def get_timemap(visit: Visiting) -> Response:
    """List all versions of an entity as link-format (RFC 7089, section 5).

    Raises:
        NotFoundError: there never was such an entity.
    """
    document = _named(visit, TIMEMAP)
    versions = visit.state.history.versions_of(document)

    def make() -> str:
        links = [
            Link("original", _original(visit, document)),
            Link("timegate", _beside(visit, TIMEGATE, document)),
            Link(
                "self",
                _beside(visit, TIMEMAP, document),
                {
                    "type": _LINK_FORMAT,
                    "from": http_date(versions[0].time),
                    "until": http_date(versions[-1].time),
                },
            ),
            *memento_links(visit, versions),
        ]
        return ",\n".join(map(str, links)) + "\n"

    return await answer_dated(visit, _LINK_FORMAT, make)


def find_document(visit: Visit, path: str) -> str | None:
    """Give the entity at *path* that is or ever was."""
    query = visit.request.scope["query_string"].decode("ascii")
    candidates = visit.release.addresses.candidates(path, query)
    return next((iri for iri in candidates if visit.state.history.versions_of(iri)), None)


def _named(visit: Visit, folder: str) -> str:
    raw = visit.request.scope["raw_path"].decode("ascii")
    document = find_document(visit, raw.removeprefix(folder))
    if document is None:
        raise NotFoundError("No release ever had an entity of this address.")
    return document


def _lead(visit: Visit, document: str) -> Response:
    version = _version_for(visit, document)
    if version.kind is Kind.WITHDRAWN:
        raise gone(visit, version)
    form = negotiate(visit.request.headers.get("accept"), MEMENTO_FORMATS)
    headers = {
        "Location": visit.here.absolute(_path_in(visit, version, form)),
        "Vary": "Accept, Accept-Language, Accept-Datetime",
        "Link": write_header(_around(visit, document)),
        "Cache-Control": SHORT,
        "Govkg-Release": visit.release.id,
    }
    return Response(status_code=302, headers=headers)


def gone(visit: Visit, version: Version) -> GoneError:
    """Say since when an entity is gone and, where it was redacted, why."""
    redaction = visit.state.history.redaction(version.document)
    if redaction is None or redaction.redaction is None:
        return GoneError(version.document, version.time)
    return GoneError(version.document, redaction.time, redaction.redaction.reason)


def _path_in(visit: Visit, version: Version, form: Format) -> str:
    extension = f"{visit.reader.language}.{HTML.extension}" if form is HTML else form.extension
    return memento_path(visit.release.addresses, version, extension)


def _version_for(visit: Visit, document: str) -> Version:
    """Choose the version in force at the time asked for; the first one, before there was any."""
    history = visit.state.history
    versions = history.versions_of(document)
    asked = visit.request.headers.get(_HEADER)
    if asked is None:
        return versions[-1]
    return history.version_at(document, _read_time(asked)) or versions[0]


def _read_time(text: str) -> datetime:
    try:
        time = parsedate_to_datetime(text)
    except ValueError as error:
        raise BadRequestError(
            "Accept-Datetime takes a time such as Thu, 09 May 2024 00:00:00 GMT.",
            header="Accept-Datetime",
        ) from error
    # What happened within that second is of that time.
    return time.replace(microsecond=999_999)


def _around(visit: Visit, document: str) -> Iterator[Link]:
    """Give the links that an original, a TimeGate and each memento have (section 2.2)."""
    yield Link("original", _original(visit, document))
    yield Link("timegate", _beside(visit, TIMEGATE, document))
    yield Link("timemap", _beside(visit, TIMEMAP, document), {"type": _LINK_FORMAT})


def links_of_memento(visit: Visit, version: Version) -> Iterator[Link]:
    """Give the links of one memento: to its original, and to those before and behind it."""
    yield from _around(visit, version.document)
    versions = [
        item
        for item in visit.state.history.versions_of(version.document)
        if item.kind is not Kind.WITHDRAWN
    ]
    place = next(n for n, item in enumerate(versions) if item.number == version.number)
    for relation, number in (("first", 0), ("prev", place - 1), ("next", place + 1)):
        if 0 <= number < len(versions):
            yield _memento_link(visit, versions[number], f"{relation} memento")


def memento_links(visit: Visit, versions: list[Version]) -> Iterator[Link]:
    """Give a link to each version that is not a withdrawal."""
    living = [version for version in versions if version.kind is not Kind.WITHDRAWN]
    for version in living:
        relation = {living[0].number: "first ", living[-1].number: "last "}.get(version.number, "")
        yield _memento_link(visit, version, f"{relation}memento")


def _memento_link(visit: Visit, version: Version, relation: str) -> Link:
    address = visit.here.absolute(memento_path(visit.release.addresses, version))
    return Link(relation, address, {"datetime": http_date(version.time)})


def _original(visit: Visit, document: str) -> str:
    return visit.here.absolute(visit.release.addresses.path(document) or to_uri(document))


def _beside(visit: Visit, folder: str, document: str) -> str:
    return visit.here.absolute(f"{folder}{visit.release.addresses.path(document)}")
