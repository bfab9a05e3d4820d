"""Hostile, endless and missing labels on every type of page: shown as text, and nothing happens."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, ViewportSize
from starlette.testclient import TestClient

from browsing import HEIGHT, WIDTHS, needs_chromium, open_page
from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from govkg.web.served import Releases
from page_types import templates_of_pages
from projects import PROLOGUE
from serving import served

SCRIPT = "<script>alert(1)</script>"
LONG = "无尽" * 2500 + "endless" * 700
BACKWARDS = "\\u202Esdrawkcab\\u202C"
DATA = f"""
{PROLOGUE}
<commitment/e/a> a govkg:Commitment ;
    rdfs:label "{SCRIPT} {BACKWARDS}"@en , "\\"><img src=x onerror=alert(2)>"@zh ;
    govkg:speaker <person/p> ; govkg:actor <org/o> ; govkg:event <event/e> ;
    govkg:pillar <pillar/x> , <javascript:alert(3)> ;
    govkg:target <commitment/e/a#one> , <commitment/e/a#two> , <commitment/e/a#part> ;
    prov:wasDerivedFrom <commitment/e/a#quote> .
<commitment/e/a#one> a govkg:Target ; govkg:year 2020 ;
    qudt:numericValue 123456789012345678901234567.5 ;
    qudt:hasUnit <unit/u> ; govkg:indicator <indicator/i> .
<commitment/e/a#two> a govkg:Target ; rdfs:label "{SCRIPT}" ;
    govkg:comparator <javascript:alert(4)> ; govkg:indicator <indicator/i> .
<commitment/e/a#part> a govkg:Target ; qudt:numericValue -5 ; qudt:hasUnit <unit/u> ;
    govkg:componentOf <commitment/e/a#one> ; govkg:indicator <indicator/i> ; govkg:year 2021 .
<commitment/e/a#quote> a oa:SpecificResource ; prov:wasQuotedFrom <source/s> ;
    oa:hasSource <source/s> ; oa:hasSelector <commitment/e/a#words> .
<commitment/e/a#words> oa:exact "{SCRIPT}" ; oa:start 99999999999999999999 ; oa:end "x" .
<commitment/e/nameless> a govkg:Commitment ; govkg:event <event/e> ; govkg:pillar <pillar/x> ;
    dcterms:isPartOf <commitment/e/a> , <commitment/e/nameless> ;
    dcterms:replaces <commitment/e/nameless> .
<commitment/e/formula> a govkg:Commitment ; rdfs:label "=1+1"@en , "@SUM(1)"@zh ;
    govkg:event <event/e> ; govkg:target <commitment/e/formula#t> .
<commitment/e/formula#t> a govkg:Target ; qudt:numericValue -7 .
<person/p> a foaf:Person ; rdfs:label "{LONG}"@en .
<org/o> a org:Organization ; rdfs:label "" .
<event/e> a schema:Event ; rdfs:label "{BACKWARDS}" ; schema:startDate "{SCRIPT}" .
<pillar/x> a skos:Concept ; rdfs:label "{LONG}"@zh , "</title>{SCRIPT}"@en .
<indicator/i> a skos:Concept ; rdfs:label "{SCRIPT}" ; qudt:hasUnit <unit/u> .
<unit/u> a qudt:Unit ; rdfs:label "{SCRIPT}"@en ; qudt:conversionMultiplier "many" .
<source/s> a schema:WebPage ; rdfs:label "s"@en ; schema:url <javascript:alert(5)> ;
    schema:encoding <source/s#file> ; schema:inLanguage "{SCRIPT}" .
<source/s#file> dcterms:extent "lots" ; schema:sha256 "../../etc/passwd" .
<assessment/z> a govkg:Assessment ; govkg:assesses <commitment/e/a> ;
    dcterms:issued "{SCRIPT}" ; govkg:verdict <javascript:alert(6)> .
"""
PATHS = [
    "/",
    "/explore",
    "/explore?sort=year",
    f"/explore?q={quote(SCRIPT)}",
    f"/search?q={quote(SCRIPT)}",
    f"/search?q={quote('无尽')}",
    "/browse/",
    "/browse/govkg:Commitment",
    "/sparql",
    f"/sparql?query={quote(SCRIPT)}",
    "/queries/",
    "/queries/hostile",
    "/dataset",
    "/releases/",
    "/releases/{release}/",
    "/releases/{release}/validation",
    "/shapes",
    "/shapes/x",
    "/downloads/",
    "/fragments",
    "/memento/29991231235959/commitment/e/a",
    "/validate",
    *(
        f"/{name}.{language}.html"
        for language in ("en", "zh")
        for name in (
            "commitment/e/a",
            "commitment/e/nameless",
            "person/p",
            "org/o",
            "event/e",
            "pillar/x",
            "indicator/i",
            "unit/u",
            "source/s",
            "assessment/z",
        )
    ),
]
RULE = f"""
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/shapes#> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:Told a sh:NodeShape ; sh:targetClass govkg:Commitment ; sh:property ex:Told-firmness .
ex:Told-firmness a sh:PropertyShape ; sh:path govkg:firmness ; sh:minCount 1 ;
    dcterms:identifier "{SCRIPT}" ; sh:severity sh:Info ; sh:name "{SCRIPT}"@en ;
    sh:description "{SCRIPT}{LONG}"@en ; sh:message "{SCRIPT}{BACKWARDS}"@en .
"""
QUERY = f"""#+ summary: "{SCRIPT}"
#+ description: "{SCRIPT}{LONG}"
#+ tags: ["{SCRIPT}"]

SELECT ?x {{ ?x ?y "{SCRIPT}" }}
"""
DATA_PATHS = ["/explore.csv", "/explore.jsonld", "/cite/en/commitment/e/a.bib"]
ABSENT = [f"/{quote(SCRIPT)}", f"/commitment/{quote(SCRIPT)}.zh.html", f"/queries/{quote(SCRIPT)}"]
FEEDS = ["/feeds/changes.atom", "/sitemap.xml"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = tmp_path_factory.mktemp("hostile")
    files = {"data/things.ttl": DATA, "shapes/x.ttl": RULE, "queries/examples/hostile.rq": QUERY}
    for name, text in files.items():
        (project / name).parent.mkdir(parents=True)
        (project / name).write_text(text, encoding="utf-8")
    (project / "govkg.toml").write_text(
        'title = "<b>Things</b>"\nbase_iri = "https://example.org/"\nshapes = ["shapes"]\n'
        'languages = ["en", "zh"]\ncontact = "javascript:alert(7)"\n',
        encoding="utf-8",
    )
    publish_project(read_project(project))
    return project


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(read_project(folder), Settings())) as started:
        yield started


@pytest.mark.parametrize("path", PATHS)
def test_hostile_data_is_text(client: TestClient, path: str) -> None:
    path = path.replace("{release}", client.get("/health").json()["release"])
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "<script>alert" not in response.text
    assert "<img" not in response.text
    for scheme in ("javascript:", "data:text"):
        assert f'href="{scheme}' not in response.text
    assert "script-src 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["person/p.en", "pillar/x.zh", "commitment/e/a.zh"])
def test_an_endless_name_is_cut_but_where_it_is_recorded(client: TestClient, path: str) -> None:
    page = client.get(f"/{path}.html").text
    shown, _, recorded = page.partition('<section class="table"')
    assert LONG[:200] in shown
    assert LONG not in shown.partition("</head>")[2]
    assert LONG in recorded or path.startswith("commitment")


def test_each_type_of_page_meets_hostile_data(folder: Path, rendered: set[str]) -> None:
    with TestClient(create_app(read_project(folder), Settings())) as client:
        release = client.get("/health").json()["release"]
        for path in [*PATHS, *ABSENT]:
            client.get(path.replace("{release}", release), headers={"Accept": "text/html"})
    assert rendered >= templates_of_pages()


@pytest.mark.parametrize("path", DATA_PATHS)
def test_hostile_data_can_be_had_as_data(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_a_cell_is_what_is_recorded_whatever_a_spreadsheet_takes_it_for(client: TestClient) -> None:
    query = quote("SELECT ?label { <https://example.org/commitment/e/formula> rdfs:label ?label }")
    prefix = quote("PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> ")
    for path in ("/explore.csv", "/downloads/commitments.csv"):
        rows = csv.DictReader(io.StringIO(client.get(path).text))
        (row,) = (row for row in rows if "commitment/e/formula" in "".join(row.values()))
        assert {"=1+1", "-7"} <= set(row.values()), path
    answer = client.get(f"/sparql?query={prefix}{query}&format=csv").text
    assert set(answer.split()) == {"label", "=1+1", "@SUM(1)"}


@pytest.mark.parametrize("path", ABSENT)
def test_a_hostile_address_is_text_where_it_leads_nowhere(client: TestClient, path: str) -> None:
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert "<script>alert" not in response.text
    assert "script-src 'self'" in response.headers["content-security-policy"]


@pytest.mark.parametrize("path", FEEDS)
def test_hostile_data_is_text_in_feeds(client: TestClient, path: str) -> None:
    root = ET.fromstring(client.get(path).content)  # noqa: S314  # our own
    assert not [one for one in root.iter() if one.tag.endswith(("script", "img"))]
    assert not [one for one in root.iter() if one.get("href", "").startswith("javascript:")]


@needs_chromium
def test_nothing_runs_and_nothing_scrolls_sideways(browser: Browser, folder: Path) -> None:
    release = Releases(folder / "releases").active().id
    with served(folder) as address:
        page = open_page(browser, min(WIDTHS))
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for path in PATHS:
            page.goto(address + path.replace("{release}", release))
            for width in WIDTHS:
                page.set_viewport_size(ViewportSize(width=width, height=HEIGHT))
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.context.close()
