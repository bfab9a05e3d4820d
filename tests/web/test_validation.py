"""Reports, rules and checks of documents over HTTP."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.vocabulary import SH
from govkg.web.app import create_app
from projects import SHAPES

THINGS = """
@base <https://example.org/> .
@prefix ex: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<thing/a> a ex:Thing ;
    rdfs:label "A thing"@en ;
    ex:knows <thing/b> .

<thing/b> a ex:Thing ;
    rdfs:label "Another"@en .
"""
BROKEN = """
@base <https://example.org/> .
@prefix ex: <https://example.org/ns#> .

<thing/c> a ex:Thing ;
    ex:knows <thing/a> .
"""
TURTLE = {"Content-Type": "text/turtle"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish things that are checked; one of them could be better."""
    folder = tmp_path_factory.mktemp("checked")
    for name, text in {"data/things.ttl": THINGS, "shapes/thing.ttl": SHAPES}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "govkg.toml").write_text(
        'title = "Things"\nbase_iri = "https://example.org/"\n'
        'shapes = ["shapes"]\nlanguages = ["en", "zh"]\n',
        encoding="utf-8",
    )
    assert publish_project(read_project(folder)).layout
    return folder


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """Serve them."""
    app = create_app(read_project(folder), Settings())
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as started:
        yield started


@pytest.fixture(scope="module")
def report(client: TestClient) -> str:
    """Give the address of the active release's report."""
    release = client.get("/health").json()["release"]
    return f"/releases/{release}/validation"


def test_a_report_is_a_page_and_a_shacl_report(client: TestClient, report: str) -> None:
    page = client.get(report, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "A thing should know another. Add ex:knows." in page.text
    named = re.search(
        r'<a href="/thing/b"[^>]*><bdi>Another</bdi></a> <code[^>]*>([^<]*)', page.text
    )
    assert named is not None
    assert named[1] == "https://example.org/thing/b"
    lead = client.get(report, headers={"Accept": "text/turtle"})
    assert (lead.status_code, lead.headers["Vary"]) == (303, "Accept")
    data = client.get(f"{report}.ttl")
    assert data.headers["Content-Type"] == "text/turtle; charset=utf-8"
    predicates = {quad.predicate for quad in parse(data.content, format=RdfFormat.TURTLE)}
    assert NamedNode(f"{SH}focusNode") in predicates
    assert client.get(f"{report}.csv").status_code == 404


def test_the_page_of_an_entity_tells_its_own_results_and_no_other(client: TestClient) -> None:
    other = client.get("/thing/b.en.html")
    assert "A thing should know another. Add ex:knows." in other.text
    assert "/validation" in other.text
    assert "A thing should know another" not in client.get("/thing/a.en.html").text


def test_rules_have_a_page_with_their_fragments(client: TestClient) -> None:
    page = client.get("/shapes", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<h2>thing</h2>" in page.text
    assert '<li id="Thing-label">' in page.text
    assert "A thing needs a label. Add rdfs:label." in page.text
    data = client.get("/shapes.ttl")
    assert "sh:NodeShape" in data.text


def test_why_a_rule_is_there_stands_on_the_page_of_its_concern(client: TestClient) -> None:
    listed = client.get("/shapes.en.html").text
    assert 'href="/shapes/thing.en.html"' in listed
    page = client.get("/shapes/thing.en.html")
    assert page.status_code == 200
    assert '<li id="Thing-label">' in page.text
    assert client.get("/shapes/nothing.en.html").status_code == 404


def test_a_document_is_checked_in_the_light_of_the_release(client: TestClient) -> None:
    """With the line, and nothing of what the release itself could do better."""
    answer = client.post(
        "/validate", content=BROKEN, headers={**TURTLE, "Accept": "application/json"}
    )
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (result,) = answer.json()["results"]
    assert result["focusNode"] == "https://example.org/thing/c"
    assert result["line"] == 5
    assert result["message"]["zh"] == "缺少标签。请补上 rdfs:label。"
    assert not answer.json()["conforms"]


def test_what_has_no_name_is_checked_too(client: TestClient) -> None:
    document = "@prefix ex: <https://example.org/ns#> . [ a ex:Thing ] ex:knows [ a ex:Thing ] ."
    answer = client.post(
        "/validate", content=document, headers={**TURTLE, "Accept": "application/json"}
    )
    found = [(item["focusNode"][:2], item["severity"]) for item in answer.json()["results"]]
    assert found == [("_:", "Violation")] * 2 + [("_:", "Warning")]


@pytest.mark.parametrize(
    ("accept", "begins"),
    [
        ("text/turtle", b"@prefix"),
        ("application/ld+json", b"["),
        ("application/rdf+xml", b"<?xml"),
        ("text/plain", b"  Violation  rule 1"),
        ("text/html", b"<!doctype html>"),
    ],
)
def test_the_client_chooses_the_report(client: TestClient, accept: str, begins: bytes) -> None:
    answer = client.post("/validate", content=BROKEN, headers={**TURTLE, "Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(accept)
    assert answer.content.lower().startswith(begins.lower())


def test_a_person_checks_with_a_form(client: TestClient) -> None:
    form = client.get("/validate", headers={"Accept": "text/html"})
    assert '<textarea id="document"' in form.text
    answer = client.post(
        "/validate",
        data={"document": BROKEN, "form": "ttl"},
        headers={"Accept": "text/html", "Accept-Language": "zh"},
    )
    assert "缺少标签" in answer.text
    assert "thing/c" in answer.text


XXE = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [<!ENTITY secret SYSTEM "file:///etc/hostname">]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="https://example.org/ns#">
<ex:Thing rdf:about="https://example.org/x"><ex:knows>&secret;</ex:knows></ex:Thing></rdf:RDF>"""


@pytest.mark.parametrize(
    ("media_type", "document", "told"),
    [
        ("text/turtle", "<a> <b> .", "line 1"),
        ("application/rdf+xml", XXE, "ENTITY"),
        ("application/ld+json", '{"@context": "http://127.0.0.1:9/c", "a": 1}', "not asked"),
        ("application/n-quads", "<a> <b> <c> .", "line 1"),
        ("text/turtle", "", "says nothing"),
        ("application/ld+json", '{"label": "Pipes"}', "an “@context” that gives"),
        ("text/turtle", b"<urn:a> <urn:b> '\xff' .", "not UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told_and_nothing_is_fetched(
    client: TestClient, media_type: str, document: str | bytes, told: str
) -> None:
    answer = client.post("/validate", content=document, headers={"Content-Type": media_type})
    assert answer.status_code == 400
    assert told in answer.json()["detail"]


def test_other_media_types_and_large_documents_are_refused(client: TestClient) -> None:
    answer = client.post("/validate", content="a,b", headers={"Content-Type": "text/csv"})
    assert answer.status_code == 415
    assert "text/turtle" in answer.json()["accepted"]
    large = b"#" * (10 * 1024**2 + 1)
    assert client.post("/validate", content=large, headers=TURTLE).status_code == 413


def test_checking_stores_nothing(client: TestClient, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    client.post("/validate", content=BROKEN, headers=TURTLE)
    assert sorted(folder.rglob("*")) == before


def test_a_check_that_takes_too_long_is_stopped(folder: Path) -> None:
    app = create_app(read_project(folder), Settings(query_timeout=0.05))
    with TestClient(app, raise_server_exceptions=False) as hasty:
        answer = hasty.post("/validate", content=BROKEN, headers=TURTLE)
    assert answer.status_code == 504
    assert "govkg check" in answer.json()["detail"]
