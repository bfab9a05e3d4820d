"""What a document says, by subject and property."""

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from govkg.graph.documents import Description
from govkg.graph.index import Label
from govkg.vocabulary import RDFS, SKOS
from govkg.web.pages.terms.facts import Facts

FOCUS, PART, OTHER = "urn:e/focus", "urn:e/focus#part", "urn:e/other"
LABEL, PREFERRED = f"{RDFS}label", f"{SKOS}prefLabel"
BLANK = BlankNode("urn")


def facts(*triples: tuple[str | BlankNode, str, NamedNode | Literal | BlankNode]) -> Facts:
    made = tuple(
        Triple(NamedNode(subject) if isinstance(subject, str) else subject, NamedNode(said), term)
        for subject, said, term in triples
    )
    return Facts(Description(FOCUS, (FOCUS, PART), made, (), more_incoming=False))


def test_subjects_stand_in_their_order_blank_nodes_among_them() -> None:
    found = facts(
        (PART, LABEL, Literal("part")),
        (BLANK, LABEL, Literal("blank")),
        (FOCUS, "urn:p", NamedNode(OTHER)),
        (PART, "urn:p", BLANK),
    )
    assert [(term, list(said)) for term, said in found.by_subject()] == [
        (NamedNode(PART), [LABEL, "urn:p"]),
        (BLANK, [LABEL]),
        (NamedNode(FOCUS), ["urn:p"]),
    ]
    assert found.iris(FOCUS, "urn:p") == [OTHER]
    assert not found.iris(PART, "urn:p")
    assert found.text(PART, LABEL) == "part"
    assert found.pointed_to() == {LABEL, "urn:p", OTHER}


def test_labels_are_those_of_the_index() -> None:
    """Earlier properties come before later ones, of several texts in a language the first."""
    found = facts(
        (FOCUS, LABEL, Literal("last", language="en")),
        (FOCUS, LABEL, Literal("名", language="zh")),
        (FOCUS, LABEL, NamedNode(OTHER)),
        (FOCUS, PREFERRED, Literal("second", language="en")),
        (FOCUS, PREFERRED, Literal("first", language="en")),
        (FOCUS, PREFERRED, Literal("plain")),
    )
    assert set(found.labels(FOCUS)) == {
        Label("first", "en"),
        Label("plain", ""),
        Label("名", "zh"),
    }
    assert not found.labels(PART)
