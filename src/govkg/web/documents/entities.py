"""Entities: 303 from the IRI to its document, one document for each format and language.

The redirect depends on what the client accepts; the document it names does not (W3C, "Cool URIs for
the Semantic Web", section 4.3).
"""

from functools import cache, partial
from itertools import chain

from fastapi import APIRouter, Request
from fastapi.responses import Response

from govkg.formats import DOCUMENT_FORMATS, HTML, LINKSET, Format, GraphFormat
from govkg.graph.columns.documents import Document
from govkg.iris import split_extension, to_uri
from govkg.negotiation import negotiate
from govkg.web.addressing.languages import named_language, offered_languages, written_path
from govkg.web.catalogue.mementos.timegate import answer_in_time
from govkg.web.documents.former import candidates, lead_on
from govkg.web.documents.signposts import document_header, document_links, write_linkset
from govkg.web.documents.statements import document_facts
from govkg.web.pages.statements.relations import stands_alone
from govkg.web.responses.caching import SHORT, Representation, respond
from govkg.web.routing import EntityRoute
from govkg.web.visit import Visit, visit_of

router = APIRouter()

_FEW = 40
"""Resources up to which a document is written at once; a commitment has about eight."""


async def get_entity(request: Request) -> Response:
    """Redirect from an entity to its document, or give the document.

    Raises:
        NotFoundError: the release describes nothing of that name.
        GoneError: an earlier one did.
        NotAcceptableError: no format suits the client.
    """
    visit = await visit_of(request)
    path = request.scope["raw_path"].decode("ascii")
    written = written_path(request)
    in_time = answer_in_time(visit, written)
    if in_time is not None:
        return in_time
    page = path if named_language(request) in offered_languages(visit.release) else ""
    stem, form = split_extension(written) or ("", HTML)
    entity, paged, extended = _find(visit, written, page, stem)
    if entity is not None:
        return _redirect(visit, entity)
    if paged is not None:
        return await _document(visit, paged, HTML)
    if extended is None:
        return lead_on(visit)
    if form is HTML:
        return _lead_to(visit, extended, HTML, vary="Accept-Language")
    return await _document(visit, extended, form)


router.routes.append(EntityRoute("/{path:path}", get_entity, methods=["GET", "HEAD"]))


def _find(visit: Visit, *paths: str) -> list[Document | None]:
    """Give the document that each of *paths* (percent-encoded) names; former names name none."""
    meant = [candidates(visit, path) if path else () for path in paths]
    found = visit.release.documents.among(chain(*meant))
    for former in visit.release.successors.keys() & found:
        del found[former]
    return [next((found[iri] for iri in iris if iri in found), None) for iris in meant]


def _redirect(visit: Visit, document: Document) -> Response:
    form = negotiate(visit.request.headers.get("accept"), DOCUMENT_FORMATS)
    return _lead_to(visit, document, form, vary="Accept, Accept-Language, Accept-Datetime")


def _lead_to(visit: Visit, document: Document, form: Format, *, vary: str) -> Response:
    """Redirect to a document; its format and language are in its address."""
    extension = f"{visit.reader.language}.{HTML.extension}" if form is HTML else form.extension
    path = visit.release.addresses.path(document.iri, extension) or "/"
    return Response(
        status_code=303,
        headers={
            "Location": visit.here.absolute(path),
            "Vary": vary,
            "Link": document_header(visit.release, visit.here, document, form),
            "Govkg-Release": visit.release.id,
            "Cache-Control": SHORT,
        },
    )


async def _document(visit: Visit, document: Document, form: Format) -> Response:
    release = visit.release
    links = document_header(release, visit.here, document, form)
    few = len(document.resources) <= _FEW
    if form is HTML:
        describe = cache(partial(release.describer.describe, document))
        return await visit.page(
            lambda: visit.state.pages.entity(release, describe(), visit.reader),
            headers={"Link": links},
            is_quick=lambda: few and stands_alone(document, describe()),
        )
    latest = visit.state.history.latest()
    representation = Representation(
        release=release.id,
        parts=(visit.here.url if form is LINKSET else "", document.iri),
        content_type=form.content_type,
        modified=latest.time if latest else None,
        headers={"Link": links},
        is_quick=lambda: few,
    )
    return await respond(
        visit.request, visit.state.bodies, representation, lambda: _write(visit, document, form)
    )


def _write(visit: Visit, document: Document, form: Format) -> bytes:
    release = visit.release
    if not isinstance(form, GraphFormat):
        links = document_links(release, visit.here, document, form)
        return write_linkset([(to_uri(document.iri), links)])
    account = release.describer.account(document)
    return release.describer.write(account, document_facts(release, account, form), form.codec)
