"""Entities: 303 from the IRI to its document, one document for each format and language.

The redirect depends on what the client accepts; the document it names does not (W3C, "Cool URIs for
the Semantic Web", section 4.3).
"""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pyoxigraph import Quad

from govkg.errors import NotFoundError
from govkg.formats import DOCUMENT_FORMATS, HTML, LINKSET, TRIG, Format, GraphFormat
from govkg.graph.documents import Description
from govkg.graph.serialisation import write_statements
from govkg.iris import split_extension, to_uri
from govkg.negotiation import negotiate
from govkg.web.addressing.languages import named_language, offered_languages, written_path
from govkg.web.catalogue.mementos.timegate import answer_in_time
from govkg.web.documents.former import candidates, lead_on
from govkg.web.documents.signposts import entity_links, write_header, write_linkset
from govkg.web.documents.statements import document_facts
from govkg.web.responses.caching import SHORT, Representation, respond
from govkg.web.routing import EntityRoute, PlainRoute
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
    iri = _find(visit, written)
    if iri is not None:
        return _redirect(visit, iri)
    if written != path:
        language = named_language(request)
        iri = _find(visit, path) if language in offered_languages(visit.release) else None
        if iri is not None:
            return await _document(visit, iri, HTML)
    split = split_extension(written)
    if split is not None:
        stem, form = split
        iri = _find(visit, stem)
        if iri is not None and form is HTML:
            return _lead_to(visit, iri, HTML, vary="Accept-Language")
        if iri is not None:
            return await _document(visit, iri, form)
    return lead_on(visit)


_PATHS = "/{path:path}"
shortcut = EntityRoute(_PATHS, get_entity, methods=["GET", "HEAD"])
"""Ahead of all other routes; the router's own comes behind them, and takes every path."""
router.routes.append(PlainRoute(_PATHS, get_entity, methods=["GET", "HEAD"]))


def _find(visit: Visit, path: str) -> str | None:
    """Give the document that *path* (percent-encoded) names; former names name none."""
    described = visit.release.index.resources
    return next(
        (
            iri
            for iri in candidates(visit, path)
            if iri not in visit.release.successors and described(iri)
        ),
        None,
    )


def _redirect(visit: Visit, iri: str) -> Response:
    form = negotiate(visit.request.headers.get("accept"), DOCUMENT_FORMATS)
    return _lead_to(visit, iri, form, vary="Accept, Accept-Language, Accept-Datetime")


def _lead_to(visit: Visit, iri: str, form: Format, *, vary: str) -> Response:
    """Redirect to a document; its format and language are in its address."""
    extension = f"{visit.reader.language}.{HTML.extension}" if form is HTML else form.extension
    path = visit.release.addresses.path(iri, extension) or "/"
    return Response(
        status_code=303,
        headers={
            "Location": visit.here.absolute(path),
            "Vary": vary,
            "Link": write_header(entity_links(visit.release, visit.here, iri, form)),
            "Govkg-Release": visit.release.id,
            "Cache-Control": SHORT,
        },
    )


async def _document(visit: Visit, iri: str, form: Format) -> Response:
    links = write_header(entity_links(visit.release, visit.here, iri, form))
    if form is HTML:
        return await visit.page(
            lambda: visit.state.pages.entity(visit.release, _describe(visit, iri), visit.reader),
            headers={"Link": links},
        )
    latest = visit.state.history.latest()
    representation = Representation(
        release=visit.release.id,
        parts=(visit.here.url if form is LINKSET else "", iri),
        content_type=form.content_type,
        modified=latest.time if latest else None,
        headers={"Link": links},
        is_quick=len(visit.release.index.resources(iri)) <= _FEW,
    )
    return await respond(
        visit.request, visit.state.bodies, representation, lambda: _write(visit, iri, form)
    )


def _describe(visit: Visit, iri: str) -> Description:
    description = visit.release.describer.describe(iri)
    if description is None:
        raise NotFoundError("This release has nothing at this address.")
    return description


def _write(visit: Visit, iri: str, form: Format) -> bytes:
    if not isinstance(form, GraphFormat):
        links = entity_links(visit.release, visit.here, iri, form)
        return write_linkset([(to_uri(iri), links)])
    description = _describe(visit, iri)
    labels = visit.release.describer.labels(description)
    about = (*document_facts(visit.release, description, form), *labels)
    if form is not TRIG:
        return write_statements((*description.triples, *about), form.codec)
    ours = (Quad(item.subject, item.predicate, item.object) for item in about)
    return write_statements((*visit.release.describer.graphs(description), *ours), form.codec)
