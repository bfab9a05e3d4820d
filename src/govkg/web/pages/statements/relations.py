"""What others say of a statement: assessments, and what was said before and after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from govkg.graph.columns.documents import Document
from govkg.graph.documents import Description
from govkg.graph.index.statements.collecting import STATEMENTS
from govkg.graph.sparql.selection import Row, text_in
from govkg.vocabulary import DCTERMS, GOVKG
from govkg.web.pages.context import PageContext
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Name, Names

REPLACES: Final = f"{DCTERMS}replaces"
RESTATES: Final = f"{GOVKG}restates"
_ASSESSES: Final = f"{GOVKG}assesses"
_LINKS: Final = frozenset({REPLACES, RESTATES, _ASSESSES})
_INCOMING: Final = """
SELECT ?other ?link ?focus ?verdict ?assessor ?issued {
  ?other ?link ?focus .
  FILTER(?link IN (govkg:assesses, govkg:restates, dcterms:replaces))
  OPTIONAL { ?other govkg:verdict ?verdict }
  OPTIONAL { ?other prov:wasAttributedTo ?assessor }
  OPTIONAL { ?other dcterms:issued ?issued }
} ORDER BY DESC(?issued) ?other ?assessor LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Assessment:
    """A verdict, who gave it, and when."""

    name: Name
    verdict: Name | None
    assessor: Name | None
    issued: str


@dataclass(frozen=True, slots=True)
class Relations:
    """Other statements by how they stand to this one, and assessments, the latest first."""

    replaces: tuple[Name, ...] = ()
    replaced_by: tuple[Name, ...] = ()
    restates: tuple[Name, ...] = ()
    restated_by: tuple[Name, ...] = ()
    assessments: tuple[Assessment, ...] = ()

    @property
    def versions(self) -> tuple[tuple[str, tuple[Name, ...]], ...]:
        """The names of texts, each with the statements that it introduces."""
        pairs = (
            ("statement.replaces", self.replaces),
            ("statement.replaced_by", self.replaced_by),
            ("statement.restates", self.restates),
            ("statement.restated_by", self.restated_by),
        )
        return tuple(pair for pair in pairs if pair[1])


def has_relations(description: Description) -> bool:
    """Say whether a statement may have any: of most, its document says that there are none."""
    named = {triple.predicate.value for triple in description.triples}
    named.update(link.predicate for link in description.incoming)
    return description.more_incoming or not _LINKS.isdisjoint(named)


def stands_alone(document: Document, description: Description) -> bool:
    """Say whether a document is about a statement that has none: its page takes no query."""
    return not STATEMENTS.isdisjoint(document.classes) and not has_relations(description)


def relations_of(context: PageContext, focus: str, facts: Facts) -> Relations:
    """Read them: one query."""
    names = context.names
    rows = context.release.selector.select(_INCOMING, {"focus": focus})
    columns = ("other", "verdict", "assessor")
    names.add(iri for row in rows for column in columns if (iri := text_in(row, column)))

    def pointing(link: str) -> tuple[Name, ...]:
        iris = (text_in(row, "other") for row in rows if text_in(row, "link") == link)
        return names.all_of(dict.fromkeys(iris))

    return Relations(
        replaces=names.all_of(facts.iris(focus, REPLACES)),
        replaced_by=pointing(REPLACES),
        restates=names.all_of(facts.iris(focus, RESTATES)),
        restated_by=pointing(RESTATES),
        assessments=tuple(_assessments(rows, names)),
    )


def _assessments(rows: Iterable[Row], names: Names) -> Iterable[Assessment]:
    seen = set()
    for row in rows:
        iri = text_in(row, "other")
        if text_in(row, "link") != _ASSESSES or iri in seen:
            continue
        seen.add(iri)
        verdict, assessor = text_in(row, "verdict"), text_in(row, "assessor")
        yield Assessment(
            name=names.of(iri),
            verdict=names.of(verdict) if verdict else None,
            assessor=names.of(assessor) if assessor else None,
            issued=text_in(row, "issued"),
        )
