"""A syntax error is found where a person would look for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from govkg.errors import QuerySyntaxError
from govkg.graph.sparql import syntax
from govkg.graph.sparql.syntax import explain

BROKEN = [
    ("SELECT ?s\nWHERE { ?s ?p }", 2, 15, "“}” is not expected here"),
    ("SELECT ?s WHERE { ?s ?p ?o", 1, 27, "the query is not finished"),
    ("SELEC ?s { ?s ?p ?o }", 1, 1, "“SELEC” is not expected here"),
    ("SELECT ?s { ?s ?p ?o } LIMIT x", 1, 30, "“x” is not expected here"),
    ("SELECT * {\n  ?s ?p ?o .\n  FILTER(?o > )\n}", 3, 15, "“)” is not expected here"),
    ("SELECT * { ?s ?p ?o FILTER ?o }", 1, 28, "“?o” is not expected here"),
    ("ASK { } }", 1, 9, "“}” is not expected here"),
    ("SELECT * { ?s ex:p ?o }", 1, 15, "the prefix “ex:” is not declared."),
    ("SELECT * { ?s govkg:actor ?o }", 1, 15, "Add “PREFIX govkg: <https://w3id.org/govkg/"),
    ('SELECT * { ?s ?p "abc }', 1, 18, '“"abc” is not expected here'),
    ("SELECT (COUNT(?s) AS ?n) ?x { ?s ?p ?o }", 1, 41, "contains a variable that is unbound"),
    ("", 1, 1, "the query is not finished"),
]


def fail(query: str) -> SyntaxError:
    """Give the engine's own error."""
    with pytest.raises(SyntaxError) as caught:
        Store().query(query)
    return caught.value


@pytest.mark.parametrize(("query", "line", "column", "text"), BROKEN)
def test_the_place_is_that_of_the_mistake(query: str, line: int, column: int, text: str) -> None:
    found = explain(fail(query), query)
    assert (found.facts["line"], found.facts["column"]) == (line, column)
    assert text in str(found)
    assert str(found).startswith(f"Line {line}, column {column}: ")


def test_a_long_query_is_explained_without_a_search() -> None:
    query = "ASK {\n" + "?s ?p ?o .\n" * 10_000 + "?s ?p }"
    assert explain(fail(query), query).facts["line"] in {10_002, 10_003}


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * {\n" + "?s ?p ?o .\n" * 4_000 + "?s ?p }", 4_002),
        ("SELECT * {\n" + "FILTER(?o > 5)\n" * 3_000 + "FILTER(?o > )}", 3_002),
        ("SELEC * {\n" + "?s ?p ?o .\n" * 4_000 + "}", 1),
    ],
)
def test_the_mistake_is_found_in_few_looks(
    query: str, line: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    look = syntax._viable

    def count(store: Store, start: str) -> bool:
        looks.append(len(start))
        return look(store, start)

    monkeypatch.setattr(syntax, "_viable", count)
    assert explain(fail(query), query).facts["line"] == line
    assert 0 < len(looks) <= 6


@given(st.text(alphabet="SELECT ?{}<>\"'.;:#\\\n1a|", max_size=40))
def test_whatever_is_sent_an_error_is_explained(query: str) -> None:
    found: QuerySyntaxError | None = None
    try:
        Store().query(query)
    except SyntaxError as error:
        found = explain(error, query)
    assert found is None or str(found).startswith("Line ")
