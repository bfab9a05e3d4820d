"""A page takes the same number of queries, however much there is."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from govkg.graph.documents import Describer
from govkg.graph.index.database import Database
from govkg.graph.patterns import Matcher
from govkg.graph.sparql.selection import Selector
from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from page_types import page_types, templates_of_pages
from projects import PROLOGUE
from seed import publish_seed

HTML = {"Accept": "text/html"}
SIZES = (60, 600)
MOST = 50
_ASKED: tuple[tuple[type, str], ...] = (
    (Database, "rows"),
    (Selector, "select"),
    (Describer, "describe"),
    (Matcher, "page"),
)
_PAGES = {
    "classes.html": ["/browse/"],
    "concern.html": ["/shapes/told"],
    "dataset.html": ["/dataset"],
    "downloads.html": ["/downloads/"],
    "entity.html": [
        f"/{name}"
        for name in ("event/e", "pillar/0", "org/0", "person/0", "indicator/i", "unit/u", "place/p")
    ]
    + ["/source/s", "/plan/l"],
    "example.html": ["/queries/pillars"],
    "examples.html": ["/queries/"],
    "explore.html": [
        "/explore",
        "/explore?pillar=pillar/0&sort=label",
        "/explore?indicator=indicator/i&unit=unit/u&sort=amount",
        "/explore?q=promise&year=2024",
    ],
    "failure.html": ["/commitment/none"],
    "fragments.html": ["/fragments?predicate=rdfs:label"],
    "home.html": ["/"],
    "listing.html": ["/browse/govkg:Commitment"],
    "memento.html": ["/memento/29991231235959/commitment/1"],
    "release.html": ["/releases/{release}/"],
    "releases.html": ["/releases/"],
    "search.html": ["/search?q=promise", "/search?q=pomise"],
    "shapes.html": ["/shapes"],
    "sparql.html": ["/sparql"],
    "statement.html": ["/commitment/1"],
    "validate.html": ["/validate"],
    "validation.html": ["/releases/{release}/validation"],
}
_ENTITIES = """\
<event/e> a schema:Event ; rdfs:label "E"@en ; schema:about <place/p> .
<indicator/i> rdfs:label "I"@en ; qudt:hasUnit <unit/u> .
<unit/u> a qudt:Unit ; rdfs:label "U"@en .
<place/p> a schema:Place ; rdfs:label "P"@en .
<plan/l> a govkg:Plan ; rdfs:label "L"@en .
<source/s> a schema:WebPage ; rdfs:label "S"@en ; schema:about <event/e> ;
    schema:encoding [ schema:contentSize "9" ] .
"""
_SHAPES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/shapes#> .

ex:Told a sh:NodeShape ; sh:targetClass govkg:Commitment ; sh:property ex:Told-firmness .
ex:Told-firmness a sh:PropertyShape ; sh:path govkg:firmness ; sh:minCount 1 ;
    dcterms:identifier "1" ; sh:severity sh:Info ; sh:message "How firm?"@en .
"""


def many(size: int) -> str:
    """Write an event at which *size* promises are made, by many, in many fields."""
    return (
        PROLOGUE
        + _ENTITIES
        + "".join(
            f"""
<commitment/{at}> a govkg:Commitment ; rdfs:label "Promise {at}"@en ; govkg:event <event/e> ;
    govkg:pillar <pillar/{at % 20}> ; govkg:actor <org/{at % 30}> ; govkg:plan <plan/l> ;
    govkg:speaker <person/{at % 10}> ; schema:about <place/p> ;
    govkg:target <commitment/{at}#t> ; prov:wasDerivedFrom <commitment/{at}#q> .
<commitment/{at}#t> a govkg:Target ; govkg:indicator <indicator/i> ; qudt:hasUnit <unit/u> ;
    qudt:numericValue {at} ; govkg:year {2020 + at % 10} .
<commitment/{at}#q> a oa:SpecificResource ; oa:hasSource <source/s> ;
    prov:wasQuotedFrom <source/s> ; oa:hasSelector <commitment/{at}#w> , <commitment/{at}#p> .
<commitment/{at}#w> oa:exact "promise {at}" .
<commitment/{at}#p> oa:start {at * 20} ; oa:end {at * 20 + 9} .
<pillar/{at % 20}> rdfs:label "F {at % 20}"@en .
<org/{at % 30}> a org:Organization ; rdfs:label "O {at % 30}"@en .
<person/{at % 10}> a foaf:Person ; rdfs:label "N {at % 10}"@en .
"""
            for at in range(size)
        )
    )


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each query from now on."""
    noted: list[str] = []

    def count(kind: type, name: str) -> None:
        method: Callable[..., Any] = getattr(kind, name)

        def counted(*values: object, **named: object) -> object:
            noted.append(f"{kind.__name__}.{name} {values[1:]}")
            return method(*values, **named)

        monkeypatch.setattr(kind, name, counted)

    for kind, name in _ASKED:
        count(kind, name)
    return noted


def numbers(client: TestClient, asked: list[str]) -> Iterator[tuple[str, int]]:
    """Count the queries of each page; what is read once for a release was read before."""
    release = client.get("/health").json()["release"]
    paths = [path for paths in _PAGES.values() for path in paths]
    for path in paths:
        client.get(path.format(release=release), headers=HTML)
    for path in paths:
        asked.clear()
        response = client.get(path.format(release=release), headers=HTML)
        assert response.status_code == (404 if path == "/commitment/none" else 200), path
        yield path, len(asked)


def test_every_type_of_page_takes_the_same_queries_at_any_size(
    tmp_path: Path, asked: list[str]
) -> None:
    assert set(_PAGES) == templates_of_pages()
    taken = []
    for size in SIZES:
        folder = tmp_path / str(size)
        files = {
            "data/many.ttl": many(size),
            "shapes/told.ttl": _SHAPES,
            "queries/examples/pillars.rq": "#+ summary: Which?\nSELECT ?x { ?x ?y ?z }\n",
            "govkg.toml": 'title = "T"\nbase_iri = "https://example.org/"\nshapes = ["shapes"]\n',
        }
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        assert publish_project(read_project(folder)).layout
        with TestClient(create_app(read_project(folder), Settings(cache_bytes=0))) as client:
            taken.append(dict(numbers(client, asked)))
    few, much = taken
    assert few == much


def test_no_page_of_the_seed_takes_many(tmp_path: Path, asked: list[str]) -> None:
    with TestClient(create_app(publish_seed(tmp_path), Settings(cache_bytes=0))) as client:
        paths = page_types(client.get("/health").json()["release"]).values()
        for path in paths:
            client.get(path, headers=HTML)
        for path in paths:
            asked.clear()
            client.get(path, headers=HTML)
            assert len(asked) <= MOST, path
