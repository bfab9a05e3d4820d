"""Entities: 303 from the IRI to its document, one document for each format.

The redirect depends on ``Accept``; the document it names does not (W3C, "Cool URIs for the
Semantic Web", section 4.3).
"""

from collections.abc import Iterator

from fastapi import APIRouter, Request
from fastapi.responses import Response

from govkg.errors import NotFoundError
from govkg.formats import DOCUMENT_FORMATS, Format, GraphFormat
from govkg.graph.documents import serialise
from govkg.iris import split_extension, to_uri
from govkg.negotiation import negotiate
from govkg.web.caching import answer_cached, etag
from govkg.web.served import ServedRelease
from govkg.web.state import Active, Shared, State

router = APIRouter()


@router.api_route("/{path:path}", methods=["GET", "HEAD"], include_in_schema=False)
def get_entity(request: Request, release: Active, state: Shared) -> Response:
    """Redirect from an entity to its document, or give the document.

    Raises:
        NotFoundError: the release describes nothing of that name.
        NotAcceptableError: no format suits the client.
    """
    path = request.scope["raw_path"].decode("ascii")
    query = request.scope["query_string"].decode("ascii")
    for iri in release.addresses.candidates(path, query):
        if release.index.resources(iri):
            return _redirect(request, release, iri)
    split = split_extension(path)
    if split is not None:
        stem, form = split
        for iri in release.addresses.candidates(stem, query):
            if release.index.resources(iri):
                return _document(request, state, release, iri, form)
    raise NotFoundError("No entity of this release has this address.", path=path)


def _redirect(request: Request, release: ServedRelease, iri: str) -> Response:
    form = negotiate(request.headers.get("accept"), DOCUMENT_FORMATS)
    return Response(
        status_code=303,
        headers={
            "Location": release.addresses.path(iri, form.extension) or "/",
            "Vary": "Accept",
            "Link": ", ".join(_alternates(release, iri)),
            "Govkg-Release": release.id,
            "Cache-Control": "public, max-age=60",
        },
    )


def _document(
    request: Request, state: State, release: ServedRelease, iri: str, form: Format
) -> Response:
    def render() -> bytes:
        description = release.describer.describe(iri)
        if description is None:
            raise NotFoundError("No entity of this release has this address.")
        if isinstance(form, GraphFormat):
            return serialise(description, form.codec)
        return state.pages.entity(release, description).encode()

    headers = {
        "Content-Type": form.content_type,
        "Link": ", ".join([f'<{to_uri(iri)}>; rel="describes"', *_alternates(release, iri, form)]),
        "Govkg-Release": release.id,
    }
    return answer_cached(request, etag(release.id, form.name), headers, render)


def _alternates(release: ServedRelease, iri: str, chosen: Format | None = None) -> Iterator[str]:
    for form in DOCUMENT_FORMATS:
        if form is not chosen:
            path = release.addresses.path(iri, form.extension)
            yield f'<{path}>; rel="alternate"; type="{form.media_type}"'
