"""Whether a statement is asked for its relations: only where there may be any."""

import pytest
from pyoxigraph import NamedNode, Triple

from govkg.graph.columns.documents import Document
from govkg.graph.documents import Description, Link
from govkg.vocabulary import DCTERMS, GOVKG
from govkg.web.pages.statements.relations import has_relations, stands_alone

FOCUS, OTHER = "urn:focus", "urn:other"
PART_OF = f"{DCTERMS}isPartOf"


def document(
    *, says: str = PART_OF, pointed_at_by: str = PART_OF, more: bool = False
) -> Description:
    return Description(
        iri=FOCUS,
        resources=(FOCUS,),
        triples=(Triple(NamedNode(FOCUS), NamedNode(says), NamedNode(OTHER)),),
        incoming=(Link(OTHER, pointed_at_by),),
        more_incoming=more,
    )


def test_parts_and_aims_are_no_relations() -> None:
    assert not has_relations(document())


@pytest.mark.parametrize("link", [f"{GOVKG}assesses", f"{GOVKG}restates", f"{DCTERMS}replaces"])
def test_whatever_points_at_it_or_is_pointed_at_counts(link: str) -> None:
    assert has_relations(document(says=link))
    assert has_relations(document(pointed_at_by=link))


def test_where_not_all_that_points_at_it_was_read_there_may_be_more() -> None:
    assert has_relations(document(more=True))


@pytest.mark.parametrize(
    ("kind", "says", "alone"),
    [
        (f"{GOVKG}Commitment", PART_OF, True),
        (f"{GOVKG}Achievement", PART_OF, True),
        (f"{GOVKG}Commitment", f"{GOVKG}restates", False),
        (f"{GOVKG}Plan", PART_OF, False),
    ],
)
def test_a_statement_without_relations_stands_alone(kind: str, says: str, *, alone: bool) -> None:
    written = Document(FOCUS, (FOCUS,), (kind,))
    assert stands_alone(written, document(says=says)) is alone
