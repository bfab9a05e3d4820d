"""An index that follows a change says what one that is built anew says."""

import shutil
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from govkg.graph.index import Index
from govkg.graph.index.making.comparing import differences
from govkg.graph.index.making.updating import Before, update_index
from govkg.graph.rebuilding import RebuildError
from merges import index_of

PREFIXES = """
@base <https://example.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
WORLD = """
<place/a> a schema:Place ; rdfs:label "Here"@en , "这里"@zh .
<place/b> a schema:Place ; rdfs:label "There"@en .
<org/a> rdfs:label "Ministry of works"@en ; skos:altLabel "Works" ;
    dcterms:spatial <place/a> , <place/b> .
<pillar/a> skos:prefLabel "Homes"@en ; rdfs:label "Housing"@en ; skos:inScheme <pillars> .
<pillar/b> skos:prefLabel "Roads"@en ; skos:inScheme <pillars> , <others> ; a skos:Concept .
"""
EVENT = """
<event/{e}> a schema:Event ; schema:startDate "2024-0{e}-01" ; schema:location <place/a> ;
    schema:about <place/b> , <pillar/a> ; rdfs:label "Meeting {e}"@en .
<source/{e}> schema:about <event/{e}> ; dcterms:issued "2024-0{e}-02" ; schema:position 1 ;
    schema:encoding <file/{e}> ; dcterms:hasPart <source/{e}#left> ; schema:url "http://e/{e}" .
<source/{e}x> schema:about <event/{e}> ; dcterms:issued "2024-0{e}-01" ; schema:position 2 .
<file/{e}> schema:sha256 "aa" ; dcterms:extent "900 characters" .
<source/{e}#left> oa:start 100 ; oa:end 120 .
"""
STATEMENT = """
<c/{e}{s}> a govkg:Commitment , govkg:Promise ; govkg:event <event/{e}> , <event/3> ;
    govkg:actor <org/a> ; govkg:pillar <pillar/a> , <pillar/b> ; govkg:year "202{s}" ;
    govkg:target <c/{e}{s}#t> , <c/{e}{s}#u> ; prov:wasDerivedFrom <c/{e}{s}#q> ;
    rdfs:label "Build {s} of {e} \\"roads\\""@en , "修路{s}"@zh , "Routes"@zh-cn .
<c/{e}{s}#t> qudt:numericValue {s}.5 ; qudt:hasUnit <unit/m> ; govkg:year "203{s}" ;
    rdfs:label "metres"@en .
<c/{e}{s}#u> schema:minValue {s} ; schema:maxValue 1{s} ; qudt:hasUnit <unit/m> ;
    govkg:indicator <indicator/a> .
<c/{e}{s}#q> oa:hasSelector <c/{e}{s}#w> ; oa:hasSource <source/{e}> , <source/{e}x> .
<c/{e}{s}#w> oa:start {s}0 ; oa:end {s}9 ; oa:exact "we shall build {s}" , "再修{s}条" .
"""


def lines_of(text: str) -> list[str]:
    parsed = parse(PREFIXES + text, format=RdfFormat.TURTLE)
    return sorted({f"{quad.triple} ." for quad in parsed})


POOL = lines_of(
    WORLD
    + "".join(EVENT.format(e=e) for e in (1, 2, 3))
    + "".join(STATEMENT.format(e=e, s=s) for e in (1, 2) for s in range(1, 5))
)


def follow(folder: Path, states: Iterable[set[str]]) -> None:
    """Let an index follow from state to state, and compare it with one that is built."""
    known: set[str] | None = None
    index = folder / "index"
    for state in states:
        built = folder / "built"
        built.unlink(missing_ok=True)
        index_of(built, sorted(state))
        if known is None:
            shutil.copyfile(built, index)
        else:
            store = Store()
            store.bulk_extend(parse("\n".join(known), format=RdfFormat.N_TRIPLES))
            before = Before(index, store, removed=known - state, added=state - known)
            update_index(folder / "next", before)
            (folder / "next").replace(index)
            assert list(differences(index, built)) == []
            assert answers(index) == answers(built)
        known = state


def answers(file: Path) -> list[object]:
    """Ask what depends on numbers."""
    with closing(Index(file)) as index:
        said = index.statements

        def iris(numbers: Iterable[int]) -> list[str]:
            return [one.iri for one in said.outlines(numbers)]

        words = ("bu", "路", "work", "shall", "2", "ome")
        return [
            [iris(said.select(said.all, order=order)) for order in ("latest", "earliest", "year")],
            [iris(said.select(said.all, order=f"label.{tag}")) for tag in ("en", "zh", "de")],
            [iris(index.search.statements(word)) for word in words],
            [iris(index.search.labelled(word)) for word in words],
            [index.search.things(word, 9) for word in words],
            index.search.kinds(line[1 : line.index(">")] for line in POOL),
            index.search.near("rodas", 5)[0],
        ]


@settings(max_examples=60, deadline=None)
@given(
    st.sets(st.sampled_from(POOL), max_size=60),
    st.lists(st.sets(st.sampled_from(POOL), max_size=12), min_size=1, max_size=3),
)
def test_an_index_that_follows_any_change_says_the_same(
    lacking: set[str], changes: list[set[str]]
) -> None:
    states = [set(POOL) - lacking]
    for change in changes:
        states.append(states[-1] ^ change)
    with TemporaryDirectory() as folder:
        follow(Path(folder), states)


@pytest.mark.parametrize("event", [0, 5, 9])
def test_statements_find_room_where_there_is_little(tmp_path: Path, event: int) -> None:
    """Those of other events move aside."""
    base = set(lines_of("".join(EVENT.format(e=e) + STATEMENT.format(e=e, s=1) for e in range(10))))
    more = [lines_of(STATEMENT.format(e=event, s=s)) for s in range(2, 10)]
    follow(tmp_path, [base] + [base.union(*more[:count]) for count in (1, 3, 8, 0)])


def test_all_may_go_and_come_again(tmp_path: Path) -> None:
    follow(tmp_path, [set(POOL), set(), set(POOL)])


def test_an_index_that_is_not_the_store_s_is_not_followed(tmp_path: Path) -> None:
    index_of(tmp_path / "index", ())
    store = Store()
    store.bulk_extend(parse("\n".join(POOL), format=RdfFormat.N_TRIPLES))
    before = Before(tmp_path / "index", store, removed=POOL, added=())
    with pytest.raises(RebuildError):
        update_index(tmp_path / "next", before)


def test_a_change_of_everything_is_not_followed(tmp_path: Path) -> None:
    index_of(tmp_path / "index", ())
    added = [f'<urn:s:{n}> <urn:p> "" .' for n in range(5000)]
    with pytest.raises(RebuildError):
        update_index(tmp_path / "next", Before(tmp_path / "index", Store(), (), added))
