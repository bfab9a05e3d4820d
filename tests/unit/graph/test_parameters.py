"""Parameters of queries are terms: what is given is never read as SPARQL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from govkg.errors import BadRequestError
from govkg.graph.sparql.parameters import Parameter, bind, read_parameters, read_term

INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
QUERY = "SELECT ?given { BIND(?_word AS ?given) }"


def given_term(query: str) -> object:
    """Give what a query answers as ``?given``."""
    solutions = Store().query(query)
    assert isinstance(solutions, QuerySolutions)
    return next(iter(solutions))["given"]


def test_parameters_say_name_and_kind() -> None:
    query = "SELECT * { ?s ?_a_iri ?__year_integer ; ?p ?_word_en , ?_name , ?_a_iri , ?plain }"
    assert read_parameters(query) == (
        Parameter("a", "?_a_iri", "iri"),
        Parameter("year", "?__year_integer", "integer"),
        Parameter("word", "?_word_en", "en"),
        Parameter("name", "?_name", "string"),
    )
    assert read_parameters("ASK { ?s ?p '?_not_iri' } # ?_nor_iri") == ()


@pytest.mark.parametrize(
    ("kind", "text", "term"),
    [
        ("iri", "urn:x", NamedNode("urn:x")),
        ("integer", "2024", Literal("2024", datatype=NamedNode(INTEGER))),
        ("string", "a", Literal("a")),
        ("zh", "管网", Literal("管网", language="zh")),
    ],
)
def test_a_value_becomes_a_term(kind: str, text: str, term: object) -> None:
    assert read_term(Parameter("p", "?_p", kind), text) == term


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("iri", "x"),
        ("iri", "urn:a b"),
        ("iri", "urn:x> } SERVICE <urn:y"),
        ("integer", "2024.5"),
        ("integer", "9" * 30),
        ("date", "9 May 2024"),
        ("boolean", "yes"),
        ("decimal", ""),
        ("unheardof", "x"),
    ],
)
def test_a_value_of_another_kind_is_named(kind: str, text: str) -> None:
    with pytest.raises(BadRequestError, match="“p” takes"):
        read_term(Parameter("p", "?_p", kind), text)


@given(st.text(max_size=50))
def test_whatever_is_given_comes_back_as_it_was(text: str) -> None:
    term = read_term(Parameter("word", "?_word", "string"), text)
    assert given_term(bind(QUERY, {"?_word": term})) == Literal(text)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?given WHERE { BIND(?_word AS ?given) }",
        "PREFIX e: <urn:e> SELECT ?given # {\n{ BIND(?_word AS ?given) }",
        "SELECT ?given { BIND('{' AS ?brace) BIND(?_word AS ?given) }",
    ],
)
def test_the_outermost_group_is_found(query: str) -> None:
    assert given_term(bind(query, {"?_word": Literal("a")})) == Literal("a")


def test_a_template_is_not_the_pattern() -> None:
    bound = bind("CONSTRUCT { <urn:a> <urn:b> ?_o } WHERE { }", {"?_o": Literal("c")})
    assert [str(triple.object) for triple in Store().query(bound)] == ['"c"']  # type: ignore[union-attr]  # triples


def test_a_query_is_left_alone_where_nothing_is_given() -> None:
    assert bind(QUERY, {}) == QUERY
