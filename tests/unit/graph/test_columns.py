"""The columns answer exactly as Oxigraph does, or not at all."""

import json
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
)

from govkg.graph.columns.answering import Columns
from govkg.graph.columns.catalogue import Catalogue, resolve
from govkg.graph.columns.grammar import read_selection
from govkg.graph.columns.selection import NotTakenError
from govkg.graph.columns.translation import translate
from merges import columns_of

XSD = "http://www.w3.org/2001/XMLSchema#"
BASE = "https://example.org/"
PROLOGUE = f"BASE <{BASE}>\nPREFIX e: <{BASE}>\n"

things = st.sampled_from([NamedNode(f"{BASE}{name}") for name in ("a", "b", "b/c", "d", "é")])
subjects = st.one_of(things, things, things, st.sampled_from([BlankNode("x"), BlankNode("y")]))
integers = st.integers(-50, 50).map(lambda n: Literal(str(n), datatype=NamedNode(f"{XSD}integer")))
decimals = st.decimals(-50, 50, places=3).map(
    lambda n: Literal(f"{n:f}", datatype=NamedNode(f"{XSD}decimal"))
)
words = st.one_of(
    st.sampled_from(
        ["", "Apple", "apple pie", "ΑΣ", "İ", "管网", 'a"b\\c', "a\nb\x7f\x01", "Straße"]
    ),
    st.text(max_size=4),
)
texts = st.one_of(
    words.map(Literal),
    st.tuples(words, st.sampled_from(["en", "zh", "en-GB"])).map(
        lambda pair: Literal(pair[0], language=pair[1])
    ),
)
odd = st.sampled_from(
    [
        Literal("1.5", datatype=NamedNode(f"{XSD}double")),
        Literal("2024-05-09", datatype=NamedNode(f"{XSD}date")),
        Literal("true", datatype=NamedNode(f"{XSD}boolean")),
        Literal("abc", datatype=NamedNode(f"{XSD}integer")),
        Literal("5", datatype=NamedNode(f"{XSD}int")),
    ]
)
OBJECTS: dict[str, st.SearchStrategy[Any]] = {
    "knows": subjects,
    "in": things,
    "count": integers,
    "amount": st.one_of(integers, decimals),
    "label": texts,
    "any": st.one_of(subjects, integers, decimals, texts, odd),
}


@st.composite
def graphs(draw: st.DrawFn) -> list[Quad]:
    """Draw a few dozen triples; what a predicate points at is of one kind, as in life."""
    quads = []
    for _ in range(draw(st.integers(0, 40))):
        name = draw(st.sampled_from(sorted(OBJECTS)))
        subject, value = draw(subjects), draw(OBJECTS[name])
        quads.append(Quad(subject, NamedNode(f"{BASE}{name}"), value))
    return quads


CONSTANTS = ["<a>", "e:b", "<nowhere>", "5", "2.50", '"apple"', '"Apple"@en', "'5'^^<urn:t>"]
WRITTEN = ["?o", "STR(?o)", "LCASE(STR(?o))", "LCASE(?o)", "STR(?s)"]
predicates = st.sampled_from([f"e:{name}" for name in OBJECTS])
constants = st.sampled_from(CONSTANTS)
tests = st.one_of(
    st.builds(
        "FILTER({} {} {})".format,
        st.sampled_from(["?s", "?o", "?x"]),
        st.sampled_from(["=", "!=", "<", ">="]),
        constants,
    ),
    st.builds(
        "FILTER({}({}, {}))".format,
        st.sampled_from(["CONTAINS", "strstarts", "STRENDS"]),
        st.sampled_from(WRITTEN),
        st.sampled_from(['"a"', '"App"', '"σ"', '"é"', '""', '"a"@en']),
    ),
    st.just('FILTER(?o > 0 && CONTAINS(STR(?s), "a"))'),
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw what stands in the braces, and the variables of it."""
    shape = [f"?s {draw(predicates)} ?o"]
    others = ["?s {} ?x", "?o {} ?x", "?s {} $o", "?X {} ?o", "?s {} {}", "?x {} ?o"]
    shape += [
        form.format(draw(predicates), draw(constants))
        for form in draw(st.lists(st.sampled_from(others), max_size=2))
    ]
    if draw(st.booleans()):
        subject = draw(st.sampled_from(["?s", "?o", "?nowhere"]))
        shape.append(f"OPTIONAL {{ {subject} {draw(predicates)} ?y }}")
    if draw(st.booleans()):
        shape.append(draw(tests))
    body = " . ".join(shape)
    names = ("?s", "?o", "?x", "?X", "?y")
    return body, [name for name in names if f"{name} " in f"{body} "]


@st.composite
def queries(draw: st.DrawFn) -> tuple[str, bool]:
    """Draw a query, and whether it is cut."""
    body, names = draw(bodies())
    some = st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True)
    aggregates = ["(COUNT(*) AS ?n)", *(f"(SUM({name}) AS ?n)" for name in names)]
    aggregates += [f"(COUNT({draw(st.sampled_from(['', 'DISTINCT ']))}{names[-1]}) AS ?n)"]
    chosen, group = draw(some), ""
    if draw(st.booleans()):
        grouped = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        group = f" GROUP BY {' '.join(grouped)}" if grouped else ""
        chosen = [*grouped, draw(st.sampled_from(aggregates))]
    chosen += ["(AVG(?o) AS ?v)"] * draw(st.sampled_from([0] * 9 + [1]))
    key = draw(st.sampled_from(["?s", "?x", "DESC(?n)", "?n", *names]))
    order = f" ORDER BY {key}" * draw(st.booleans())
    cut = draw(st.sampled_from(["", "", " LIMIT 3", " LIMIT 2 OFFSET 1"]))
    distinct = draw(st.sampled_from(["", "", "DISTINCT "]))
    return f"SELECT {distinct}{' '.join(chosen)} WHERE {{ {body} }}{group}{order}{cut}", cut != ""


def built(folder: Path, quads: list[Quad]) -> tuple[Store, Columns, Catalogue]:
    """Put the same triples into both engines."""
    store = Store()
    store.extend(quads)
    columns = columns_of(folder / "columns", {f"{quad.triple} ." for quad in store})
    return store, Columns(columns), Catalogue(columns)


def rows(answer: bytes) -> list[tuple[Any, ...]]:
    """Give the rows of an answer in JSON, with all of each term."""
    read = json.loads(answer)
    names = read["head"]["vars"]
    return [
        tuple(json.dumps(row.get(name), sort_keys=True) for name in names)
        for row in read["results"]["bindings"]
    ]


def sequence(answer: bytes, query: str) -> list[Any]:
    """Give the column that the rows are in order of, if there is one in the answer."""
    key = query.partition(" ORDER BY ")[2].split(" LIMIT")[0].removeprefix("DESC(").strip("?) ")
    read = json.loads(answer)
    return [row.get(key) for row in read["results"]["bindings"]] if key else []


def asked(store: Store, query: str) -> bytes | None:
    """Give Oxigraph's answer, or none where it calls the query an error."""
    try:
        solutions = store.query(PROLOGUE + query)
    except SyntaxError:
        return None
    assert isinstance(solutions, QuerySolutions)
    return solutions.serialize(format=QueryResultsFormat.JSON)


def is_taken(catalogue: Catalogue, query: str) -> bool:
    """Say whether the columns mean to answer; what they mean to, they can."""
    try:
        selection = read_selection(PROLOGUE + query)
        statement = translate(selection, catalogue, resolve(selection, BASE))
    except NotTakenError:
        return False
    catalogue.database.execute(statement.sql, statement.values).fetchall()
    return True


@settings(max_examples=40, deadline=None)
@given(graphs(), st.lists(queries(), min_size=15, max_size=25))
def test_every_answer_is_that_of_oxigraph(quads: list[Quad], drawn: list[tuple[str, bool]]) -> None:
    """The same rows; where a query is cut without a full order, as many, out of the same."""
    with tempfile.TemporaryDirectory() as folder:
        store, columns, catalogue = built(Path(folder), quads)
        for query, is_cut in drawn:
            pieces = columns.select(PROLOGUE + query, BASE)
            assert (pieces is not None) == is_taken(catalogue, query), query
            if pieces is None:
                continue
            ours, theirs = b"".join(pieces), asked(store, query)
            assert theirs is not None, query
            assert json.loads(ours)["head"] == json.loads(theirs)["head"], query
            assert sequence(ours, query) == sequence(theirs, query), query
            if not is_cut:
                assert Counter(rows(ours)) == Counter(rows(theirs)), query
                continue
            whole = asked(store, query.partition(" LIMIT")[0])
            assert whole is not None
            assert len(rows(ours)) == len(rows(theirs)), query
            assert Counter(rows(ours)) <= Counter(rows(whole)), query


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, Columns]:
    """A small graph in both engines."""
    turtle = f"""@prefix e: <{BASE}> .
e:a e:label "Apple"@en , "管网" ; e:count 2 ; e:amount 2.5 ; e:in e:x .
e:b e:label "pear" ; e:count 3 ; e:amount 1 ; e:in e:x .
e:c e:label "Apple tart" ; e:count 4 ; e:in e:z ."""
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    store, columns, _ = built(tmp_path_factory.mktemp("engines"), list(store))
    return store, columns


TAKEN = [
    "SELECT ?s { ?s e:label ?l FILTER(CONTAINS(LCASE(STR(?l)), 'apple')) }",
    "SELECT ?g (SUM(?n) AS ?t) { ?s e:in ?g ; e:count ?n } GROUP BY ?g ORDER BY DESC(?t)",
    "SELECT ?g (COUNT(DISTINCT ?s) AS ?n) { ?s e:in ?g } GROUP BY ?g ORDER BY ?g LIMIT 1",
    "SELECT ?s ?v { ?s e:count ?n OPTIONAL { ?s e:amount ?v } FILTER(?n >= 3) }",
    "SELECT (SUM(?v) AS ?t) (COUNT(*) AS ?n) WHERE { ?s e:amount ?v . ?s e:in e:x }",
    "SELECT DISTINCT ?g { ?s e:in ?g , ?g . FILTER(?g != e:z) } ORDER BY DESC(?g)",
    "SELECT ?s { ?s e:label 'Apple'@en }",
    "SELECT (SUM(?n) AS ?t) { ?s e:nothing ?x ; e:count ?n }",
]


@pytest.mark.parametrize("query", TAKEN)
def test_what_people_ask_most_is_answered_here(engines: tuple[Store, Columns], query: str) -> None:
    """With the rows of Oxigraph, in its order where there is one."""
    store, columns = engines
    pieces = columns.select(PROLOGUE + query, BASE)
    theirs = asked(store, query)
    assert pieces is not None
    assert theirs is not None
    ours = rows(b"".join(pieces))
    assert ours == rows(theirs) if "ORDER" in query else sorted(ours) == sorted(rows(theirs))


@pytest.mark.parametrize("limit", [1, 2])
@pytest.mark.parametrize("grouped", ["", "GROUP BY ?s"])
def test_no_answer_is_longer_than_its_limit(
    engines: tuple[Store, Columns], grouped: str, limit: int
) -> None:
    """Not even where what is optional is said of nothing."""
    _, columns = engines
    query = f"SELECT ?s {{ ?s e:in ?g OPTIONAL {{ ?s e:nothing ?v }} }} {grouped} LIMIT {limit}"
    pieces = columns.select(PROLOGUE + query, BASE)
    assert pieces is not None
    assert len(rows(b"".join(pieces))) == limit


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s e:in ?g }",
        "SELECT ?s { ?s e:in/e:label ?g }",
        "SELECT ?s { ?s ?p ?g }",
        "SELECT ?s { { ?s e:in ?g } UNION { ?s e:count ?g } }",
        "SELECT ?s { ?s e:in ?g MINUS { ?s e:count 2 } }",
        "SELECT ?s { ?s e:in [] }",
        "SELECT ?s { ?s e:in ?g } HAVING (?s > 1)",
        "SELECT (SUM(?l) AS ?t) { ?s e:label ?l }",
        "SELECT ?s { ?s e:in ?g . ?a e:in ?b }",
        "SELECT ?s { ?s e:in ?g } ORDER BY ?nowhere",
        "SELECT ?s { GRAPH ?g { ?s e:in ?g } }",
        "SELECT ?s { ?s e:in ?g FILTER(BOUND(?g) || true) }",
        "ASK { ?s e:in ?g }",
        "SELECT ?s { ?s e:in ?g ",
        "SELECT ?s { ?s e:in ?g } ; DROP TABLE triple",
        "",
    ],
)
def test_anything_else_is_left_to_oxigraph(engines: tuple[Store, Columns], query: str) -> None:
    """Other forms, and what is no SPARQL at all."""
    assert engines[1].select(PROLOGUE + query, BASE) is None


def test_a_sum_past_the_largest_integer_is_left_to_oxigraph(tmp_path: Path) -> None:
    """There it is an error, and the sum is unbound."""
    large = Literal(str(2**62), datatype=NamedNode(f"{XSD}integer"))
    quads = [Quad(NamedNode(f"{BASE}{n}"), NamedNode(f"{BASE}n"), large) for n in range(3)]
    _, columns, _ = built(tmp_path, quads)
    assert columns.select(PROLOGUE + "SELECT (SUM(?n) AS ?t) { ?s e:n ?n }", BASE) is None
    assert columns.select(PROLOGUE + "SELECT (COUNT(?n) AS ?t) { ?s e:n ?n }", BASE) is not None


def test_missing_columns_are_told(tmp_path: Path) -> None:
    """As an error of the operating system."""
    with pytest.raises(OSError, match=r"terms\.bin"):
        Columns(tmp_path)


def test_nothing_is_read_or_written_but_the_release(tmp_path: Path) -> None:
    """Not even by the engine itself when it lacks memory, and nobody can change that."""
    _, _, catalogue = built(tmp_path, [])
    (row,) = catalogue.database.execute("SELECT current_setting('temp_directory')").fetchall()
    assert row == ("",)
    for statement in ("SELECT * FROM read_csv('/etc/passwd')", "SET temp_directory = '/tmp'"):
        with pytest.raises(duckdb.Error):
            catalogue.database.execute(statement)
