"""Which questions are answered where they arrive, and that these answers are those of a worker."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from govkg.errors import NotAcceptableError
from govkg.graph.columns.statements import Statements
from govkg.graph.sparql.evaluation import Answer, Limits, Question, evaluate
from govkg.graph.sparql.lookups import look_up
from merges import columns_of

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
    "CONSTRUCT { <a> ?p ?o } WHERE { <b> ?p ?o }",
    "CONSTRUCT { <a> ?o ?p } WHERE { <a> ?p ?o }",
    "CONSTRUCT { <a> ?p ?p } WHERE { <a> ?p ?p }",
    "CONSTRUCT { <a> ?p $p } WHERE { <a> ?p $p }",
    "CONSTRUCT { <a> $p ?o } WHERE { <a> ?p ?o . }",
    "CONSTRUCT { <a> ?p <b> } WHERE { <a> ?p <b> }",
    "CONSTRUCT { <a> <p> ?o } WHERE { <a> <p> ?o }",
    "CONSTRUCT WHERE { <a> ?p ?p }",
    "CONSTRUCT WHERE { <a> <p> ?o }",
    "BASE <https://example.org/> PREFIX : <> CONSTRUCT { ?o ?p <a> . } { :a ?p ?o . }",
    "SELECT ?where { <nothing> ?p ?where }",
    "# whose?\nCONSTRUCT{<a>?p?o}WHERE{<a>?p?o}",
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
    "CONSTRUCT { <a>\u00a0?p ?o } WHERE { <a>\u00a0?p ?o }",
    "ASK { <a> ?p # with a comment within\n ?o }",
    "DESCRIBEe:a",
    "DELETE WHERE { <a> ?p ?o }",
    "<a>",
    "",
]


A, B, P = (NamedNode(BASE + name) for name in "abp")
FEW = [Triple(A, P, Literal("one")), Triple(A, P, B), Triple(B, P, A)]


class World:
    """A store, and the statements of its default graph."""

    def __init__(self, folder: Path, triples: list[Triple]) -> None:
        """Make both of *triples*."""
        columns = columns_of(folder / "columns", (f"{triple} ." for triple in triples))
        self.statements = Statements(columns)
        self.store = Store()
        self.store.extend(Quad(*triple) for triple in triples)

    def look_up(self, question: Question) -> Answer | None:
        """Look something up."""
        return look_up(question, LIMITS, self.store, self.statements)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Three statements, two of them about *a*."""
    return World(tmp_path_factory.mktemp("world"), FEW)


def asked(query: str, **parameters: tuple[str, ...]) -> Question:
    """Make the question."""
    return Question(store="", query=query, base_iri=BASE, **parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize("query", LOOKUPS)
def test_one_subject_is_looked_up(query: str, world: World) -> None:
    """With the answer that every other way gives; rows and triples in any order."""
    answer = world.look_up(asked(query))
    assert answer is not None
    expected = evaluate(asked(query), LIMITS, world.store)
    assert answer.content_type == expected.content_type
    assert sorted(answer.body) == sorted(expected.body)


@pytest.mark.parametrize("query", OTHERS)
def test_whatever_could_take_long_is_for_a_worker(query: str, world: World) -> None:
    """Joins, paths, unknown subjects, clauses that are not known here, and what is broken."""
    assert world.look_up(asked(query)) is None


def test_graphs_asked_for_by_name_are_for_a_worker(world: World) -> None:
    """Whether the protocol names them or the query."""
    query = "ASK { <a> ?p ?o }"
    assert world.look_up(asked(query, default_graphs=("urn:g",))) is None
    assert world.look_up(asked(query, named_graphs=("urn:g",))) is None


@pytest.mark.parametrize(("number", "is_few"), [(998, True), (999, False)])
def test_a_subject_of_which_much_is_said_is_for_a_worker(
    tmp_path: Path, number: int, *, is_few: bool
) -> None:
    """The bound is on what the answer costs, not on how the question looks."""
    world = World(tmp_path, [*FEW, *(Triple(A, P, Literal(one)) for one in range(number))])
    for query in ("DESCRIBE <a>", "ASK { <a> ?p ?o }"):
        assert (world.look_up(asked(query)) is not None) is is_few


def test_a_subject_with_blank_nodes_is_for_a_worker(tmp_path: Path) -> None:
    """A description goes on behind them."""
    world = World(tmp_path, [*FEW, Triple(A, P, BlankNode("c14n0"))])
    assert world.look_up(asked("DESCRIBE <a>")) is None


def test_a_long_query_is_not_even_read(world: World) -> None:
    """To look at its tokens takes time, too."""
    query = "ASK { <a> ?p ?o }"
    assert world.look_up(asked(query + " " * 5_000)) is None


def test_what_is_refused_elsewhere_is_refused_here(world: World) -> None:
    """A form of answers that nobody takes."""
    with pytest.raises(NotAcceptableError):
        world.look_up(Question("", "ASK { <a> ?p ?o }", BASE, accept="text/turtle"))
