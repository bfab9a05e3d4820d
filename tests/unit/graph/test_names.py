"""Names stand for the same, whether the engine is asked or Turtle is read."""

import pytest
from pyoxigraph import NamedNode

from govkg.graph.sparql.names import resolve, resolve_iris

BASE = "https://example.org/data/"
PROLOGUES = [
    "",
    "PREFIX e: <urn:e:>",
    "prefix e: <../e#> # a comment\nBase <b/>",
    "BASE <https://example.org/x/y> PREFIX : <> PREFIX e: <?q=>",
    "PREFIX e: <urn:e:> PREFIX e: <urn:f:>",
    "PREFIX e <urn:e:>",
    "<urn:a> <urn:b> <urn:c> .",
    "<urn:a> <urn:b> <urn:c> ;",
]
NAMES = [
    "<a>",
    "<>",
    "<../c#d>",
    "<//other.org/a>",
    "<http://example.org/a/../b>",
    "<https://example.org/地?q=%20>",
    "e:a",
    "e:a.b",
    "e:a%20b",
    "e:-a:b",
    "e:",
    ":a",
    "e:a.",
    "_:a",
    "'a'",
    "1",
    "a",
    "?a",
    "",
]


@pytest.mark.parametrize("prologue", PROLOGUES)
@pytest.mark.parametrize("name", NAMES)
def test_both_ways_agree(prologue: str, name: str) -> None:
    terms = [term for term in resolve(prologue, [name], BASE) if isinstance(term, NamedNode)]
    assert resolve_iris(prologue, [name], BASE) == terms


def test_several_are_resolved_in_order_or_none_is() -> None:
    assert resolve_iris("PREFIX e: <urn:e:>", ["e:b", "<a>", "e:b"], BASE) == [
        NamedNode("urn:e:b"),
        NamedNode(f"{BASE}a"),
        NamedNode("urn:e:b"),
    ]
    assert resolve_iris("PREFIX e: <urn:e:>", ["e:b", "f:a"], BASE) == []
