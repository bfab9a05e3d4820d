"""A version of an entity in each format; once another took its place it changes no more."""

from dataclasses import dataclass, replace

from fastapi import APIRouter
from fastapi.responses import Response
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from govkg.errors import NotFoundError
from govkg.formats import HTML, Format, GraphFormat
from govkg.graph.documents import Description
from govkg.graph.index import LABEL_PROPERTIES
from govkg.graph.serialisation import write_statements
from govkg.iris import split_extension
from govkg.negotiation import negotiate
from govkg.release.history.versions import Kind, Version
from govkg.vocabulary import DCTERMS, XSD
from govkg.web.addressing.languages import named_language
from govkg.web.catalogue.mementos.addresses import (
    FOLDER,
    memento_path,
    read_stamp,
    version_iri,
)
from govkg.web.catalogue.mementos.timegate import (
    MEMENTO_FORMATS,
    find_document,
    gone,
    links_of_memento,
)
from govkg.web.documents.signposts import write_header
from govkg.web.pages.language.reader import best_tag
from govkg.web.pages.tables import tables_of
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Name, Names
from govkg.web.responses.caching import IMMUTABLE, SHORT, Representation, http_date, respond
from govkg.web.visit import Visit, Visiting

router = APIRouter()

_READ = ["GET", "HEAD"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A version, and the format in which it is asked for, if in any."""

    version: Version
    form: Format | None


@router.api_route(f"{FOLDER}/{{stamp}}/{{path:path}}", methods=_READ, include_in_schema=False)
async def get_memento(visit: Visiting, stamp: str) -> Response:
    """Give an entity as it was at a time, or redirect to the format that suits the client.

    Raises:
        NotFoundError: there was no such entity at that time.
        GoneError: it was withdrawn by then.
    """
    asked = _read(visit, stamp)
    addresses, version = visit.release.addresses, asked.version
    exact = memento_path(addresses, version).startswith(f"{FOLDER}/{stamp}/")
    if asked.form is None or not exact:
        form = asked.form or negotiate(visit.request.headers.get("accept"), MEMENTO_FORMATS)
        language = f"{visit.reader.language}." if form is HTML else ""
        path = memento_path(addresses, version, f"{language}{form.extension}")
        headers = {
            "Location": visit.here.absolute(path),
            "Vary": "Accept, Accept-Language",
            "Cache-Control": SHORT,
        }
        return Response(status_code=302, headers=headers)
    headers = {
        "Memento-Datetime": http_date(version.time),
        "Link": write_header(links_of_memento(visit, version)),
    }
    if isinstance(asked.form, GraphFormat):
        return await _answer(visit, version, asked.form, headers)
    return await visit.page(lambda: _page(visit, version), headers=headers)


def _read(visit: Visit, stamp: str) -> _Asked:
    raw = visit.request.scope["raw_path"].decode("ascii")
    path = raw.removeprefix(f"{FOLDER}/{stamp}")
    document = find_document(visit, path)
    form: Format | None = HTML if named_language(visit.request) else None
    split = split_extension(path)
    if document is None and split is not None and split[1] in MEMENTO_FORMATS:
        document, form = find_document(visit, split[0]), split[1]
    version = visit.state.history.version_at(document, read_stamp(stamp)) if document else None
    if version is None:
        raise NotFoundError("There was no such entity at that time.")
    if version.kind is Kind.WITHDRAWN:
        raise gone(visit, version)
    if form is HTML and not named_language(visit.request):
        form = None
    return _Asked(version, form)


async def _answer(
    visit: Visit, version: Version, form: GraphFormat, headers: dict[str, str]
) -> Response:
    def make() -> bytes:
        triples = _triples(visit, version)
        name = NamedNode(version_iri(visit.release.addresses, version))
        created = Literal(version.time.isoformat(), datatype=NamedNode(f"{XSD}dateTime"))
        facts = [
            Triple(name, NamedNode(f"{DCTERMS}isVersionOf"), NamedNode(version.document)),
            Triple(name, NamedNode(f"{DCTERMS}created"), created),
        ]
        return write_statements([*triples, *facts], form.codec)

    ended = version.until is not None
    representation = Representation(
        release=version.release,
        parts=(
            visit.here.url,
            str(version.number),
            str(ended),
            str(len(visit.state.history.redactions())),
        ),
        content_type=form.content_type,
        modified=version.time,
        cache_control=IMMUTABLE if ended else SHORT,
        headers=headers,
    )
    return await respond(visit.request, visit.state.bodies, representation, make)


def _page(visit: Visit, version: Version) -> str:
    release = visit.release
    triples = _triples(visit, version)
    subjects = {item.subject.value for item in triples if isinstance(item.subject, NamedNode)}
    description = Description(
        iri=version.document,
        resources=tuple(sorted(subjects)),
        triples=tuple(triples),
        incoming=(),
        more_incoming=False,
    )
    facts = Facts(description)
    names = Names(release, visit.reader, facts.pointed_to() | subjects)
    name = _name(description, names)
    tables = tables_of(facts, names, release.presentation)
    return visit.state.pages.catalogue(
        "memento.html",
        release,
        visit.reader,
        version=version,
        name=name,
        now=release.addresses.path(version.document),
        tables=[table if table.anchor else replace(table, name=name) for table in tables],
    )


def _name(description: Description, names: Names) -> Name:
    """Name an entity as that version did."""
    labels = {
        triple.object.language or "": triple.object.value
        for predicate in reversed(LABEL_PROPERTIES)
        for triple in description.triples
        if isinstance(triple.object, Literal)
        and triple.subject == NamedNode(description.iri)
        and triple.predicate.value == predicate
    }
    tag = best_tag(labels, names.chain)
    return names.of(description.iri) if tag is None else Name(description.iri, labels[tag], tag, "")


def _triples(visit: Visit, version: Version) -> list[Triple]:
    """Give what a version says.

    Raises:
        GoneError: it was redacted.
    """
    try:
        body = visit.state.history.body(version)
    except NotFoundError as error:
        raise gone(visit, version) from error
    return [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
