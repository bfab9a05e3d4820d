"""What the pages of all entities have: a name, all that is recorded, formats, how to cite."""

from typing import Final
from urllib.parse import quote

from govkg.formats import DOCUMENT_FORMATS, HTML
from govkg.graph.documents import Description
from govkg.iris import to_uri
from govkg.vocabulary import RDF, SKOS
from govkg.web.pages.context import PageContext
from govkg.web.pages.markup.entities import entity_markup
from govkg.web.pages.statements.citation import Citation
from govkg.web.pages.tables import tables_of, terms_of
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Name, Names

ALTERNATES: Final = tuple(form for form in DOCUMENT_FORMATS if form is not HTML)


def named_in(description: Description, facts: Facts) -> set[str]:
    """List all that a document names, its own resources apart."""
    links = {iri for link in description.incoming for iri in (link.subject, link.predicate)}
    return facts.pointed_to().union(links).difference(description.resources)


def describe(context: PageContext, description: Description, facts: Facts) -> dict[str, object]:
    """Give what stands on the page of any entity."""
    release, names, focus = context.release, context.names, description.iri
    path = release.addresses.path(focus) or ""
    tables = tables_of(facts, names, release.presentation)
    return {
        "name": names.of(focus),
        "kinds": names.all_of(
            facts.iris(focus, f"{SKOS}inScheme") or facts.iris(focus, f"{RDF}type")
        ),
        "tables": tables,
        "terms": terms_of(tables),
        "incoming": _incoming(description, names),
        "more_incoming": description.more_incoming,
        "formats": [
            (form, context.reader.at(release.addresses.path(focus, form.extension) or "/"))
            for form in ALTERNATES
        ],
        "uri": to_uri(focus),
        "query_address": query_address(f"DESCRIBE <{focus}>"),
        "cite_address": context.reader.at(f"/cite/{context.reader.language}{path}"),
        "markup": entity_markup(description, facts, names),
        "citation": cite(context, focus),
    }


def _incoming(description: Description, names: Names) -> list[tuple[Name, tuple[Name, ...]]]:
    """Give what points to an entity, each once, with all the properties by which it does."""
    found: dict[str, list[str]] = {}
    for link in description.incoming:
        found.setdefault(link.subject, []).append(link.predicate)
    return [(names.of(iri), names.all_of(predicates)) for iri, predicates in found.items()]


def cite(
    context: PageContext,
    focus: str,
    *,
    authors: tuple[str, ...] = (),
    event: str = "",
    year: str = "",
) -> Citation:
    """Make the reference to an entity of the release."""
    manifest = context.release.manifest
    dataset = manifest.dataset.said_in(context.reader.language)
    return Citation(
        title=context.names.of(focus).text,
        authors=authors,
        event=event,
        year=year,
        container=dataset.title,
        publisher=dataset.publisher,
        version=manifest.id,
        uri=to_uri(focus),
    )


def query_address(query: str) -> str:
    """Give the address of a query in the editor."""
    return f"/sparql?query={quote(query, safe='')}"
