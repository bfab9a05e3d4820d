"""Our way of validating finds what pySHACL finds: in the standard's own tests, in our examples."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.processor import SPARQLProcessor
from rdflib.plugins.sparql.sparql import Query

from govkg.errors import UnreadableError
from govkg.validation.engine.core import Core, write_triples
from govkg.validation.engine.packing import written
from govkg.validation.engine.prebinding import are_set_based
from govkg.validation.engine.reference import validate_graph, validate_plainly
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.engine.terms import to_graph
from govkg.validation.findings import Finding, distinct
from govkg.validation.shacl import Validator
from govkg.vocabulary import DCTERMS, SH
from shapes_world import FOLDERS, graph, in_its_world, shape_of, shapes

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "shacl"
TESTS = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
COUNTS = {"core": 98, "sparql": 22}
pytestmark = pytest.mark.filterwarnings("ignore")  # pySHACL and rdflib warn of what suites try

Row = tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One test of a manifest: what is validated against what."""

    name: str
    data: Path
    shapes: Path


def read(file: Path) -> list[Triple]:
    """Read the triples of a Turtle file."""
    base = file.absolute().as_uri()
    return [quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE, base_iri=base)]


def entries(manifest: Path) -> list[Entry]:
    """List the tests of a manifest, and of those that it includes."""
    graph = ShapesGraph(read(manifest))
    told: dict[tuple[Any, str], Any] = {}
    included: list[Path] = []
    heads: list[Any] = []
    for triple in graph.triples:
        told[triple.subject, triple.predicate.value] = triple.object
        if triple.predicate.value == f"{TESTS}include" and isinstance(triple.object, NamedNode):
            included.append(local(triple.object))
        if triple.predicate.value == f"{TESTS}entries":
            heads.append(triple.object)
    found = [entry for file in sorted(included) for entry in entries(file)]
    for head in heads:
        for node in graph.items(head):
            action = told[node, f"{TESTS}action"]
            found.append(
                Entry(
                    name=str(manifest.relative_to(SUITE)),
                    data=local(told[action, f"{SHT}dataGraph"]),
                    shapes=local(told[action, f"{SHT}shapesGraph"]),
                )
            )
    return found


def local(iri: NamedNode) -> Path:
    """Give the file of a ``file:`` IRI."""
    return Path(iri.value.removeprefix("file://"))


def collected(part: str) -> list[Entry]:
    """List the tests of a part of the suite; none where the suite is not there."""
    manifest = SUITE / part / "manifest.ttl"
    return entries(manifest) if manifest.exists() else []


def rows(findings: list[Finding]) -> Counter[Row]:
    """Give what is compared; blank nodes have no names."""
    return Counter(
        (
            finding.severity,
            _unnamed(finding.focus_node),
            finding.path or "",
            _unnamed(finding.term or ""),
            finding.component,
            finding.shape or "",
        )
        for finding in findings
    )


def _unnamed(name: str) -> str:
    return "_" if name.startswith("_:") else name


BETTER = {
    "core/property/uniqueLang-002.ttl": 0,  # pySHACL takes "1" for true here
    "sparql/node/prefixes-001.ttl": 1,  # pySHACL does not follow owl:imports
}
"""Where pySHACL differs from the standard: how many results that asks for, which are ours."""
ALL = [entry for part in COUNTS for entry in collected(part)]
needs_suite = pytest.mark.skipif(
    not SUITE.exists(), reason="the W3C test suite is not beside the project"
)


@needs_suite
@pytest.mark.parametrize("part", COUNTS)
def test_the_whole_suite_is_collected(part: str) -> None:
    assert len(collected(part)) == COUNTS[part]


@needs_suite
@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.name)
def test_the_suite_is_answered_as_pyshacl_answers_it(entry: Entry) -> None:
    data, given = read(entry.data), read(entry.shapes)
    if entry.name in BETTER:
        assert len(Validator(given).results(data)) == BETTER[entry.name]
        return
    try:
        wanted = validate_plainly(data, ShapesGraph(given))
    except UnreadableError:
        with pytest.raises(UnreadableError):
            Validator(given).results(data)
        return
    assert rows(Validator(given).results(data)) == rows(wanted)


@needs_suite
def test_most_of_the_suite_does_not_need_pyshacl() -> None:
    """What is left to it: custom components, and queries that depend on pre-binding."""
    fast = [entry for entry in ALL if are_set_based(ShapesGraph(read(entry.shapes)))]
    assert len(fast) == 103


@pytest.fixture
def reading_queries_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a text read once: pySHACL asks the same of each node, and looks for what may not be."""
    ask = SPARQLProcessor.query
    look: Any = SPARQLQueryHelper.check_invalid_sparql

    @cache
    def read_query(text: str, names: frozenset[tuple[str, Any]]) -> Query:
        return prepareQuery(text, dict(names))

    def query(self: SPARQLProcessor, text: str, bindings: Any, names: Any, **others: Any) -> Any:
        return ask(self, read_query(text, frozenset(names.items())), bindings, names, **others)

    @cache
    def look_once(
        self: SPARQLQueryHelper, text: str, *, has_value: bool, names: frozenset[str]
    ) -> Any:
        return look(self, text, has_value or None, names)

    def check(
        self: SPARQLQueryHelper, text: str, valuenode: Any = None, extravars: Any = ()
    ) -> Any:
        names = frozenset(extravars or ())
        return look_once(self, text, has_value=valuenode is not None, names=names)

    monkeypatch.setattr(SPARQLProcessor, "query", query)
    monkeypatch.setattr(SPARQLQueryHelper, "check_invalid_sparql", check)


@pytest.mark.usefixtures("reading_queries_once")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_pyshacl_finds_the_same_in_an_example(folder: Path) -> None:
    """With the rule that it is about: with all of them, pySHACL takes a minute an example.

    Which of several constraints of one shape a value misses is not compared: rdflib orders dates
    before numbers, where the standard finds them past comparing (section 4.3).
    """
    one = part_of(shape_of(folder))
    plainly, ours = ShapesGraph(one), Validator(one)
    for example in sorted(folder.glob("*.ttl")):
        data = in_its_world(example)
        with as_graph(data) as converted:
            plain = distinct(validate_graph(converted, plainly))
        found = ours.validate(data)
        assert told(found) == told(plain)
        assert texts(found) == texts(plain)


@cache
def world() -> tuple[frozenset[Triple], rdflib.Graph]:
    """Give the world that examples live in, as rdflib has it, too."""
    triples = frozenset(in_its_world())
    return triples, to_graph(triples)


@contextmanager
def as_graph(data: list[Triple]) -> Iterator[rdflib.Graph]:
    """Make the world's graph that of *data*, most of which is the world: to build one is slow."""
    triples, graph = world()
    lost, new = to_graph(triples.difference(data)), to_graph(set(data) - triples)
    graph -= lost
    graph += new
    assert len(graph) == len(set(data))
    try:
        yield graph
    finally:
        graph -= new
        graph += lost


def told(findings: list[Finding]) -> Counter[Row]:
    """Give what people are told."""
    return rows([replace(finding, component="") for finding in findings])


def texts(findings: list[Finding]) -> set[tuple[str, str | None]]:
    """Give the messages, values filled in."""
    return {(finding.message.en, finding.message.zh) for finding in findings}


def part_of(shape: str) -> list[Triple]:
    """Take one shape out of all, with what has it as a property and what it is made of."""
    whole = graph()
    kept: set[Any] = {NamedNode(shape), NamedNode("https://w3id.org/govkg/shapes")}
    parents = set(whole.parents(NamedNode(shape)))
    while True:
        more = {
            triple.object
            for triple in whole.triples
            if triple.subject in kept and isinstance(triple.object, BlankNode)
        } - kept
        if not more:
            break
        kept |= more
    return [
        triple
        for triple in whole.triples
        if triple.subject in kept
        or (
            triple.subject in parents
            and (triple.predicate.value != f"{SH}property" or triple.object == NamedNode(shape))
        )
    ]


def test_shapes_are_shapes() -> None:
    """They conform to the standard's shapes of shapes (SHACL, appendix C)."""
    import pyshacl

    rules = read(Path(pyshacl.__file__).parent / "assets" / "shacl-shacl.ttl")
    assert Validator(rules).validate(shapes()) == []


def test_results_name_unnamed_shapes_by_none_and_keep_their_messages() -> None:
    """The shapes of other projects seldom name their property shapes."""
    given = """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        <urn:S> a sh:NodeShape ; sh:targetNode <urn:a> ; sh:property [
            sh:path [ sh:inversePath <urn:p> ] ; sh:minCount 1 ; sh:severity sh:Warning ;
            dcterms:identifier "7" ; sh:message "Link it. Add one."@en , "请链接。添加。"@zh ] .
    """
    parsed = [quad.triple for quad in parse(given, format=RdfFormat.TURTLE)]
    with written([write_triples(parsed).encode()]) as file:
        (finding,) = Core(ShapesGraph(parsed)).check(file)
    assert (finding.shape, finding.rule, finding.path) == (None, "7", "^<urn:p>")
    assert (finding.message.en, finding.message.zh) == ("Link it. Add one.", "请链接。添加。")
    assert finding.severity == "Warning"
    assert DCTERMS not in finding.component
