"""``/dataset`` and ``/.well-known/void``: 303 by ``Accept``, one document for each format."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from govkg.errors import NotFoundError
from govkg.formats import DOCUMENT_EXTENSIONS, DOCUMENT_FORMATS, GRAPH_FORMATS, Format, GraphFormat
from govkg.iris import to_uri
from govkg.negotiation import negotiate
from govkg.web.caching import answer_cached, etag
from govkg.web.catalogue.addresses import public_url
from govkg.web.catalogue.dataset.description import describe_dataset, standing_of
from govkg.web.catalogue.dataset.page import render_dataset
from govkg.web.served import ServedRelease
from govkg.web.state import Active, Shared

router = APIRouter()

_READ = ["GET", "HEAD"]
_SHORT: Final = "public, max-age=60"


@router.api_route("/dataset", methods=_READ, include_in_schema=False)
def get_dataset(request: Request, release: Active) -> Response:
    """Redirect from the dataset to its description.

    Raises:
        NotAcceptableError: no format suits the client.
    """
    return _redirect(request, release, DOCUMENT_FORMATS)


@router.api_route("/.well-known/void", methods=_READ, include_in_schema=False)
def get_void(request: Request, release: Active) -> Response:
    """Redirect to the description, for programs only (VoID, section 7.2).

    Raises:
        NotAcceptableError: no format suits the client.
    """
    accept = request.headers.get("accept")
    if accept is None or "html" in accept:
        return _lead(release, GRAPH_FORMATS[0])
    return _redirect(request, release, GRAPH_FORMATS)


def _redirect(request: Request, release: ServedRelease, offers: tuple[Format, ...]) -> Response:
    return _lead(release, negotiate(request.headers.get("accept"), offers))


def _lead(release: ServedRelease, form: Format) -> Response:
    headers = {"Vary": "Accept", "Cache-Control": _SHORT, "Govkg-Release": release.id}
    return RedirectResponse(f"/dataset.{form.extension}", status_code=303, headers=headers)


@router.api_route("/dataset.{extension}", methods=_READ, include_in_schema=False)
def get_description(request: Request, extension: str, release: Active, state: Shared) -> Response:
    """Give the description in one format.

    Raises:
        NotFoundError: there is no such format.
    """
    form = DOCUMENT_EXTENSIONS.get(extension)
    if form is None:
        raise NotFoundError(f"The dataset is not described as “{extension}”.")
    origin = public_url(request)
    standing = standing_of(state.history, release.id)

    def render() -> bytes:
        if isinstance(form, GraphFormat):
            return describe_dataset(release, standing, origin).serialise(form.codec)
        return render_dataset(state.pages, release, standing).encode()

    headers = {
        "Content-Type": form.content_type,
        "Link": _links(release, form),
        "Govkg-Release": release.id,
    }
    tag = etag(release.id, form.name, origin, standing.modified if standing else "")
    return answer_cached(request, tag, headers, render)


def _links(release: ServedRelease, chosen: Format) -> str:
    dataset = to_uri(f"{release.manifest.dataset.base_iri}dataset")
    others = (form for form in DOCUMENT_FORMATS if form is not chosen)
    return ", ".join(
        [
            f'<{dataset}>; rel="describes"',
            f'<{release.manifest.dataset.licence}>; rel="license"',
            *(
                f'</dataset.{form.extension}>; rel="alternate"; type="{form.media_type}"'
                for form in others
            ),
        ]
    )
