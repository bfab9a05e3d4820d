"""Which questions are answered where they arrive, and that these answers are those of a worker."""

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from govkg.errors import NotAcceptableError
from govkg.graph.sparql.evaluation import Limits, Question, evaluate
from govkg.graph.sparql.lookups import look_up

BASE = "https://example.org/"
LIMITS = Limits(seconds=1, memory=1, answer=1_000_000)
LOOKUPS = [
    "ASK { <a> ?p ?o }",
    "ask where { <a> a <b> . }",
    "DESCRIBE <a>",
    "PREFIX e: <https://example.org/> DESCRIBE e:a",
    "SELECT ?p ?o { <a> ?p ?o }",
    "SELECT DISTINCT ?p WHERE { <a> ?p ?o . }",
    "SELECT * WHERE { <a> <p> ?o } # what is said",
    "CONSTRUCT WHERE { <a> ?p ?o }",
    "CONSTRUCT { <a> ?p ?o } WHERE { <a> ?p ?o }",
    "BASE <https://example.org/> PREFIX : <> CONSTRUCT { ?o ?p <a> . } { :a ?p ?o . }",
    "SELECT ?where { <nothing> ?p ?where }",
]
OTHERS = [
    "SELECT * { ?s ?p <a> }",
    "SELECT * { ?s ?p ?o }",
    "SELECT * { <a> ?p ?o . ?o ?q ?r }",
    "SELECT * { <a> ?p ?o . <b> ?q ?r }",
    "SELECT * { <a> <p>* ?o }",
    "SELECT * { <a> <p>/<p> ?o }",
    "SELECT * { <a> ?p ?o OPTIONAL { ?s ?q ?o } }",
    "SELECT * { <a> ?p ?o } LIMIT 1",
    "SELECT * { <a> ?p ?o } VALUES ?s { 1 }",
    "SELECT (COUNT(*) AS ?n) { <a> ?p ?o }",
    "SELECT * FROM <g> { <a> ?p ?o }",
    "SELECT * { GRAPH <g> { <a> ?p ?o } }",
    "DESCRIBE <a> <b>",
    "DESCRIBE ?s { ?s ?p ?o }",
    "DESCRIBE *",
    "CONSTRUCT { ?s ?p ?o } WHERE { <a> ?p ?o . ?s ?p ?o }",
    "SELECT * { \\u003Ca> ?p ?o }",
    "PREFIX e: <https://example.org/> SELECT * { f:a ?p ?o }",
    "DELETE WHERE { <a> ?p ?o }",
    "<a>",
    "",
]


@pytest.fixture
def store() -> Store:
    """Three statements about *a*."""
    a, b, p = (NamedNode(BASE + name) for name in "abp")
    held = Store()
    held.extend([Quad(a, p, Literal("one")), Quad(a, p, b), Quad(b, p, a)])
    return held


def asked(query: str, **parameters: tuple[str, ...]) -> Question:
    """Make the question."""
    return Question(store="", query=query, base_iri=BASE, **parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", LOOKUPS)
def test_one_subject_is_looked_up(query: str, store: Store) -> None:
    """With the answer that every other way gives; rows and triples in any order."""
    answer = look_up(asked(query), LIMITS, store)
    assert answer is not None
    expected = evaluate(asked(query), LIMITS, store)
    assert answer.content_type == expected.content_type
    assert sorted(answer.body) == sorted(expected.body)


@pytest.mark.parametrize("query", OTHERS)
def test_whatever_could_take_long_is_for_a_worker(query: str, store: Store) -> None:
    """Joins, paths, unknown subjects, clauses that are not known here, and what is broken."""
    assert look_up(asked(query), LIMITS, store) is None


def test_graphs_asked_for_by_name_are_for_a_worker(store: Store) -> None:
    """Whether the protocol names them or the query."""
    query = "ASK { <a> ?p ?o }"
    assert look_up(asked(query, default_graphs=("urn:g",)), LIMITS, store) is None
    assert look_up(asked(query, named_graphs=("urn:g",)), LIMITS, store) is None


def test_a_subject_of_which_much_is_said_is_for_a_worker(store: Store) -> None:
    """The bound is on what the answer costs, not on how the question looks."""
    a, p = NamedNode(f"{BASE}a"), NamedNode(f"{BASE}p")
    store.extend(Quad(a, p, Literal(number)) for number in range(998))
    assert look_up(asked("DESCRIBE <a>"), LIMITS, store) is not None
    store.add(Quad(a, p, Literal("one more")))
    assert look_up(asked("DESCRIBE <a>"), LIMITS, store) is None


def test_a_subject_with_blank_nodes_is_for_a_worker(store: Store) -> None:
    """A description goes on behind them."""
    store.add(Quad(NamedNode(f"{BASE}a"), NamedNode(f"{BASE}p"), BlankNode()))
    assert look_up(asked("DESCRIBE <a>"), LIMITS, store) is None


def test_a_long_query_is_not_even_read(store: Store) -> None:
    """To look at its tokens takes time, too."""
    query = "ASK { <a> ?p ?o }"
    assert look_up(asked(query + " " * 5_000), LIMITS, store) is None


def test_what_is_refused_elsewhere_is_refused_here(store: Store) -> None:
    """A form of answers that nobody takes."""
    with pytest.raises(NotAcceptableError):
        look_up(Question("", "ASK { <a> ?p ?o }", BASE, accept="text/turtle"), LIMITS, store)
