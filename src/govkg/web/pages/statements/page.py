"""The page of a statement."""

from govkg.graph.documents import Description
from govkg.graph.index.statements.reading import Outline
from govkg.vocabulary import PROV
from govkg.web.pages.context import PageContext
from govkg.web.pages.entities.described import cite, describe
from govkg.web.pages.statements.family import family_of
from govkg.web.pages.statements.lineage import lineage_of
from govkg.web.pages.statements.quotations import Quoting
from govkg.web.pages.statements.relations import relations_of
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
    index = context.release.index.statements
    number = index.number_of(focus)
    outlines = index.outlines([number]) if number is not None else []
    return {
        **describe(context, description, facts),
        "statement": statement,
        "passages": quoting.passages(quotations),
        "relations": relations_of(context, focus, facts),
        "lineage": lineage_of(context, focus),
        "family": family_of(context, focus, facts),
        "citation": cite(
            context,
            focus,
            authors=_authors(statement),
            event=next((name.text for name in statement.events), ""),
            year=_year(outlines, years),
        ),
    }


def _authors(statement: StatementView) -> tuple[str, ...]:
    return tuple(name.text for name in statement.speakers or statement.actors)


def _year(outlines: list[Outline], years: list[str]) -> str:
    """Give the year of the event, else the first one in which a source appeared."""
    days = [outline.day[:4] for outline in outlines if outline.day]
    return next(iter(days or years), "")
