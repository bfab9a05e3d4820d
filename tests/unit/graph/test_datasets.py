"""Several default graphs are merged; ``FROM`` and the protocol's parameters mean the same."""

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from govkg.graph.sparql.datasets import ask, graphs_of
from govkg.graph.store import merged

BASE = "https://example.org/"
COUNT = "SELECT (COUNT(*) AS ?n)"


@pytest.fixture(scope="module")
def store() -> Store:
    """Three graphs: a and b share two of their triples, c stands apart."""
    quads = [
        Quad(NamedNode(f"urn:{name}"), NamedNode("urn:p"), NamedNode("urn:o"), NamedNode(graph))
        for graph, names in ((f"{BASE}a", "xyz"), (f"{BASE}b", "yzw"), (f"{BASE}c", "v"))
        for name in names
    ]
    held = Store()
    held.extend([*quads, *merged(quads)])
    return held


def count(
    store: Store, query: str, default: tuple[str, ...] = (), named: tuple[str, ...] = ()
) -> int:
    """Give the one number that *query* answers."""
    results = ask(store, query, BASE, graphs_of(query, BASE, default=default, named=named))
    assert isinstance(results, QuerySolutions)
    return int(next(iter(results))["n"].value)


@pytest.mark.parametrize(
    ("query", "number"),
    [
        (f"{COUNT} {{ ?s ?p ?o }}", 5),
        (f"{COUNT} FROM <a> {{ ?s ?p ?o }}", 3),
        (f"{COUNT} FROM <a> FROM <b> {{ ?s ?p ?o }}", 4),
        (f"{COUNT} FROM <a> FROM <b> FROM <c> {{ ?s ?p ?o }}", 5),
        (f"{COUNT} FROM <a> FROM <a> {{ ?s ?p ?o }}", 3),
        (f"{COUNT} FROM <a> FROM <none> {{ ?s ?p ?o }}", 3),
        (f"PREFIX e: <{BASE}> {COUNT} FROM e:a FROM e:b {{ ?s ?p ?o }}", 4),
        (f"BASE <{BASE}x/> {COUNT} FROM <../a> FROM <../b> {{ ?s ?p ?o }}", 4),
        (f"{COUNT} FROM <a> FROM <b> FROM NAMED <c> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 1),
        (f"{COUNT} FROM <a> FROM <b> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 0),
        (f"{COUNT} FROM NAMED <a> FROM NAMED <b> {{ ?s ?p ?o }}", 0),
        (f"{COUNT} FROM NAMED <a> FROM NAMED <b> {{ GRAPH ?g {{ ?s ?p ?o }} }}", 6),
        (f"{COUNT} {{ GRAPH ?g {{ ?s ?p ?o }} }}", 7),
        (f"{COUNT} {{ ?from ?named ?o }} # FROM <a>", 5),
    ],
)
def test_a_query_names_its_graphs(store: Store, query: str, number: int) -> None:
    assert count(store, query) == number


def test_the_protocol_goes_before_the_query(store: Store) -> None:
    query = f"{COUNT} FROM <c> {{ ?s ?p ?o }}"
    assert count(store, query, default=(f"{BASE}a", f"{BASE}b")) == 4
    assert count(store, query, named=(f"{BASE}a",)) == 0
