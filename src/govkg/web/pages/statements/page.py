"""The page of a statement."""

from govkg.graph.documents import Description
from govkg.vocabulary import PROV
from govkg.web.pages.context import PageContext
from govkg.web.pages.entities.described import cite, describe
from govkg.web.pages.statements.family import family_of
from govkg.web.pages.statements.lineage import lineage_of
from govkg.web.pages.statements.quotations import Quoting
from govkg.web.pages.statements.relations import Relations, has_relations, relations_of
from govkg.web.pages.statements.sourcefiles import SourceFiles
from govkg.web.pages.statements.view import StatementView, view_statement
from govkg.web.pages.terms.facts import Facts


def statement_page(
    context: PageContext, description: Description, facts: Facts, files: SourceFiles
) -> dict[str, object]:
    """Gather what stands on the page."""
    focus = description.iri
    excerpts = (facts.iris(one, f"{PROV}wasQuotedFrom") for one in description.resources)
    sources = context.release.index.sources.known(iri for iris in excerpts for iri in iris)
    quoting = Quoting(facts, context.names, sources, files)
    quotations = quoting.quotations(description)
    statement = view_statement(context, focus, facts, quotations)
    years = sorted(source.issued[:4] for source in sources.values() if source.issued)
    place = context.release.index.statements.place_of(focus)
    related = has_relations(description)
    return {
        **describe(context, description, facts),
        "statement": statement,
        "passages": quoting.passages(quotations),
        "relations": relations_of(context, focus, facts) if related else Relations(),
        "lineage": lineage_of(context, focus) if related else (),
        "family": family_of(context, focus, place.number if place else None, facts),
        "citation": cite(
            context,
            focus,
            authors=_authors(statement),
            event=next((name.text for name in statement.events), ""),
            # That of the event, else the first one in which a source appeared.
            year=place.day[:4] if place and place.day else next(iter(years), ""),
        ),
    }


def _authors(statement: StatementView) -> tuple[str, ...]:
    return tuple(name.text for name in statement.speakers or statement.actors)
