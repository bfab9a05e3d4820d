"""``/releases/{id}/validation``: what validation found, as a page and as a SHACL report."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from pyoxigraph import RdfFormat, parse, serialize

from govkg.errors import NotFoundError
from govkg.formats import DOCUMENT_EXTENSIONS, GRAPH_FORMATS, HTML, GraphFormat
from govkg.negotiation import negotiate
from govkg.vocabulary import SH, SHAPES
from govkg.web.responses.caching import IMMUTABLE, Representation, respond
from govkg.web.served import ServedRelease
from govkg.web.validation.results import REPORT, by_rule, names_in, results_of
from govkg.web.validation.shapes import rules_of
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]
_OFFERS: Final = (HTML, *GRAPH_FORMATS)
_SHOWN: Final = 100


@router.api_route("/releases/{release_id}/validation", methods=_READ, include_in_schema=False)
async def get_report(visit: Visiting, release_id: str) -> Response:
    """Give the report of a release as a page, or lead to it as data.

    Raises:
        NotFoundError: the release is not kept here.
        NotAcceptableError: no format suits the client.
    """
    release = visit.state.releases.open(release_id)
    form = negotiate(visit.request.headers.get("accept"), _OFFERS)
    if form is not HTML:
        path = f"/releases/{release.id}/validation.{form.extension}"
        headers = {"Vary": "Accept"}
        return RedirectResponse(visit.here.absolute(path), status_code=303, headers=headers)
    return await _page(visit, release)


@router.api_route(
    "/releases/{release_id}/validation.{extension}", methods=_READ, include_in_schema=False
)
async def get_report_as(visit: Visiting, release_id: str, extension: str) -> Response:
    """Give the report of a release in one format.

    Raises:
        NotFoundError: there is no such release, or no such format.
    """
    release = visit.state.releases.open(release_id)
    form = DOCUMENT_EXTENSIONS.get(extension)
    if form is HTML:
        return await _page(visit, release)
    file = release.layout.files / REPORT
    if not isinstance(form, GraphFormat) or not file.exists():
        raise NotFoundError(f"No validation report as “{extension}”.")
    codec = form.codec
    representation = Representation(
        release=release.id,
        parts=("validation", form.extension),
        content_type=form.content_type,
        cache_control=IMMUTABLE,
    )

    def write() -> bytes:
        prefixes = {"sh": SH, "shapes": SHAPES}
        triples = (quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE))
        return serialize(triples, format=codec, prefixes=prefixes) or b""

    return await respond(visit.request, visit.state.bodies, representation, write)


async def _page(visit: Visit, release: ServedRelease) -> Response:
    return await visit.page(lambda: _render(visit, release), vary=("Accept",))


def _render(visit: Visit, release: ServedRelease) -> str:
    broken = by_rule(results_of(release))
    return visit.state.pages.catalogue(
        "validation.html",
        release,
        visit.reader,
        broken=broken,
        names=names_in(release, visit.reader, broken, _SHOWN),
        rules={rule.iri: rule for rule in rules_of(release)},
        shown=_SHOWN,
        formats=GRAPH_FORMATS,
    )
