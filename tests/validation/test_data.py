"""Queries that look at every triple are narrowed, and find what they found."""

import pytest
from pyoxigraph import Quad, QuerySolutions, Store

from govkg.validation.engine.data import Data
from govkg.validation.engine.queries import query_of
from shapes_world import FOLDERS, graph, read, surroundings

NARROWED = {
    *("Term-known", "Term-property-declared", "Term-schema-https"),
    *("Text-damaged", "Text-invisible", "Text-language", "Text-language-tag", "Text-unfinished"),
}
_LITERAL = "{ $this ?path ?value .\n FILTER(isLiteral(?value))\n }"
_PROPERTY = '{ $this ?path ?value .\n FILTER(STR(?path) = "urn:p")\n }'


@pytest.fixture(scope="module")
def data() -> Data:
    """Put together what all examples say, right and wrong."""
    store = Store()
    store.extend(Quad(*triple) for triple in surroundings())
    for folder in FOLDERS:
        for file in sorted(folder.glob("*.ttl")):
            store.extend(Quad(*triple) for triple in read(file))
    return Data(store)


def solutions(data: Data, query: str) -> set[tuple[str, ...]]:
    """Give the solutions of *query*."""
    found = data.store.query(query)
    assert isinstance(found, QuerySolutions)
    return {tuple(map(str, solution)) for solution in found}


def test_rules_that_look_at_every_triple_find_the_same(data: Data) -> None:
    narrowed = set()
    for constraint in graph().constraints:
        query = query_of(graph(), constraint)
        asked = data.narrowed(query)
        if asked != query:
            narrowed.add(constraint.shape.value.rpartition("#")[2])
            found = solutions(data, asked)
            assert found == solutions(data, query)
            assert found
    assert narrowed == NARROWED


def test_literals_are_looked_for_where_there_are_some() -> None:
    store = Store()
    store.update('INSERT DATA { <a:s> <a:p> <a:o> , "o" ; <a:q> <a:o> ; <a:r> "é" }')
    data = Data(store)
    assert "VALUES ?path { <a:p> <a:r> }" in data.narrowed(f"SELECT * {_LITERAL}")
    assert "VALUES ?path { <a:p> <a:q> <a:r> }" in data.narrowed(f"SELECT * {_PROPERTY}")


def test_nothing_is_found_where_there_is_nothing() -> None:
    data = Data(Store())
    assert solutions(data, data.narrowed(f"SELECT * {_LITERAL}")) == set()


@pytest.mark.parametrize(
    "query",
    [
        _LITERAL.replace("{ $this", "{ $this a <a:c> . $this"),
        _LITERAL.replace("isLiteral(?value)", 'isLiteral(?value) || ?path = "p"'),
        _LITERAL.replace("isLiteral(?value)", "isLiteral(?path)").replace(
            "?path ?value", "?p ?value"
        ),
        _LITERAL.replace("isLiteral(?value)", "?value > ?path"),
        _LITERAL.replace("FILTER", "OPTIONAL { ?value a ?path } FILTER"),
    ],
)
def test_others_are_asked_as_they_are(query: str) -> None:
    store = Store()
    store.update('INSERT DATA { <a:s> <a:p> "o" }')
    assert Data(store).narrowed(query) == query
