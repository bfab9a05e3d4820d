"""``/dataset`` and ``/.well-known/void``: 303 by ``Accept``, one document for each format."""

from collections.abc import Iterator
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.errors import NotFoundError
from govkg.formats import DOCUMENT_EXTENSIONS, GRAPH_FORMATS, HTML, Format, GraphFormat
from govkg.iris import to_uri
from govkg.negotiation import negotiate
from govkg.web.addressing.languages import named_language
from govkg.web.catalogue.dataset.description import describe_dataset, standing_of
from govkg.web.catalogue.dataset.page import render_dataset
from govkg.web.documents.signposts import Link, write_header
from govkg.web.responses.caching import SHORT, Representation, respond
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]
_OFFERS: Final = (HTML, *GRAPH_FORMATS)


@router.api_route("/dataset", methods=_READ, include_in_schema=False)
async def get_dataset(visit: Visiting) -> Response:
    """Redirect from the dataset to its description, or give it in the language that is named.

    Raises:
        NotAcceptableError: no format suits the client.
    """
    if named_language(visit.request):
        return await _page(visit)
    accept = visit.request.headers.get("accept")
    return _lead(visit, negotiate(accept, _OFFERS), vary="Accept, Accept-Language")


@router.api_route("/.well-known/void", methods=_READ, include_in_schema=False)
async def get_void(visit: Visiting) -> Response:
    """Redirect to the description, for programs only (VoID, section 7.2).

    Raises:
        NotAcceptableError: no format suits the client.
    """
    accept = visit.request.headers.get("accept")
    programs = accept is None or "html" in accept
    form = GRAPH_FORMATS[0] if programs else negotiate(accept, GRAPH_FORMATS)
    return _lead(visit, form, vary="Accept")


@router.api_route("/dataset.{extension}", methods=_READ, include_in_schema=False)
async def get_description(visit: Visiting, extension: str) -> Response:
    """Give the description in one format; as a page it has one address for each language.

    Raises:
        NotFoundError: there is no such format.
    """
    form = DOCUMENT_EXTENSIONS.get(extension)
    if form not in _OFFERS or form is None:
        raise NotFoundError(f"The dataset is not described as “{extension}”.")
    if not isinstance(form, GraphFormat):
        return _lead(visit, HTML, vary="Accept-Language")
    release, here, history = visit.release, visit.here, visit.state.history
    standing = standing_of(history, release.id)
    latest = history.latest()
    representation = Representation(
        release=release.id,
        parts=("dataset", here.url, standing.modified if standing else ""),
        content_type=form.content_type,
        modified=latest.time if latest else None,
        headers={"Link": write_header(_links(visit, form))},
    )
    return await respond(
        visit.request,
        visit.state.bodies,
        representation,
        lambda: describe_dataset(release, standing, here.url).serialise(form.codec),
    )


async def _page(visit: Visit) -> Response:
    standing = standing_of(visit.state.history, visit.release.id)
    return await visit.page(
        lambda: render_dataset(visit.state.pages, visit.release, standing, visit.reader),
        headers={"Link": write_header(_links(visit, HTML))},
    )


def _lead(visit: Visit, form: Format, *, vary: str) -> Response:
    language = f"{visit.reader.language}." if form is HTML else ""
    headers = {
        "Location": visit.here.absolute(f"/dataset.{language}{form.extension}"),
        "Vary": vary,
        "Cache-Control": SHORT,
        "Govkg-Release": visit.release.id,
    }
    return Response(status_code=303, headers=headers)


def _links(visit: Visit, chosen: Format) -> Iterator[Link]:
    dataset = visit.release.manifest.dataset
    yield Link("describes", to_uri(f"{dataset.base_iri}dataset"))
    yield Link("license", to_uri(dataset.licence))
    for form in GRAPH_FORMATS:
        if form is not chosen:
            address = visit.here.absolute(f"/dataset.{form.extension}")
            yield Link("alternate", address, {"type": form.media_type})
