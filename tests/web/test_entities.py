"""Entities: redirects, documents, and what is not there."""

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from govkg.formats import DOCUMENT_FORMATS, GRAPH_DOCUMENTS, HTML, Format, GraphFormat

A = "https://example.org/thing/a"
SERVER = "http://testserver"


@pytest.mark.parametrize("form", DOCUMENT_FORMATS, ids=lambda form: form.name)
def test_an_entity_redirects_to_its_document(client: TestClient, form: Format) -> None:
    """303 by Accept, and says what it depends on."""
    response = client.get("/thing/a", headers={"Accept": form.media_type})
    assert response.status_code == 303
    language = "en." if form is HTML else ""
    assert response.headers["location"] == f"{SERVER}/thing/a.{language}{form.extension}"
    assert response.headers["vary"] == "Accept, Accept-Language, Accept-Datetime"
    assert response.headers["govkg-release"]
    document = client.get(response.headers["location"])
    assert document.status_code == 200
    assert document.headers["content-type"] == form.content_type
    assert document.headers["vary"] == "Accept-Encoding"


def said(body: bytes, codec: RdfFormat) -> set[str]:
    """List what a document says, but for what it says of itself."""
    triples = (quad.triple for quad in parse(body, format=codec))
    return {str(triple) for triple in triples if not str(triple.subject).startswith(f"<{A}.")}


@pytest.mark.parametrize("form", GRAPH_DOCUMENTS, ids=lambda form: form.name)
def test_every_format_says_the_same(client: TestClient, form: GraphFormat) -> None:
    """The entity, its fragments, and the labels of what these point to."""
    body = client.get(f"/thing/a.{form.extension}").content
    triples = said(body, form.codec)
    assert triples == said(client.get("/thing/a.nt").content, RdfFormat.N_TRIPLES)
    assert any("thing/a#leg" in triple and "Its leg" in triple for triple in triples)
    assert any("thing/b" in triple and "Another" in triple for triple in triples)


def test_rdflib_finds_the_entity_in_its_turtle(client: TestClient) -> None:
    """What a client of linked data does with it."""
    graph = rdflib.Graph().parse(data=client.get("/thing/a.ttl").text, format="turtle")
    labels = set(graph.objects(rdflib.URIRef(A), rdflib.RDFS.label))
    assert labels == {rdflib.Literal("A thing", lang="en"), rdflib.Literal("一物", lang="zh")}


def test_an_extension_wins_over_accept(client: TestClient) -> None:
    """A document has one format."""
    response = client.get("/thing/a.ttl", headers={"Accept": "application/rdf+xml"})
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"


def test_names_with_dots_and_escapes_and_queries_are_found(client: TestClient) -> None:
    """A known extension counts only when the stem is an entity."""
    for path in ("/host/example.com", "/ontology/0.1.0", "/地方/北京?版=1"):
        response = client.get(path, headers={"Accept": "text/turtle"})
        assert response.status_code == 303
        assert response.headers["location"].isascii()
        assert client.get(response.headers["location"]).status_code == 200
    location = client.get("/地方/北京?版=1", headers={"Accept": "text/turtle"}).headers["location"]
    assert location == f"{SERVER}/%E5%9C%B0%E6%96%B9/%E5%8C%97%E4%BA%AC.ttl?%E7%89%88=1"


def test_a_document_that_is_known_is_not_sent_again(client: TestClient) -> None:
    """304 with the same validators, and without links: who has the body has them with it."""
    first = client.get("/thing/a.ttl")
    again = client.get("/thing/a.ttl", headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert "link" in first.headers
    assert "link" not in again.headers
    assert client.get("/thing/a.nt").headers["etag"] != first.headers["etag"]


def test_the_other_formats_are_linked(client: TestClient) -> None:
    """For crawlers that follow headers."""
    link = client.get("/thing/a.ttl").headers["link"]
    assert f'<{A}>; rel="describes"' in link
    for extension in ("en.html", "nt", "jsonld", "rdf", "trig", "linkset"):
        assert f"<{SERVER}/thing/a.{extension}>" in link


def test_what_no_format_suits_is_told_what_there_is(client: TestClient) -> None:
    """406 with the list."""
    response = client.get("/thing/a", headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert "text/turtle" in response.json()["offers"]
    choices = response.json()["choices"]
    assert {choice["type"] for choice in choices} == set(response.json()["offers"])
    for choice in choices:
        found = client.get(choice["href"])
        if found.status_code == 303:  # to the page in the reader's language
            found = client.get(found.headers["location"])
        assert found.headers["content-type"].partition(";")[0] == choice["type"]


@pytest.mark.parametrize("path", ["/thing/z", "/thing/z.ttl", "/.ttl", "/thing/a.exe", "/x%FF%2F"])
def test_what_is_not_there_is_404(client: TestClient, path: str) -> None:
    """A problem for programs, a page for people."""
    response = client.get(path)
    assert response.status_code == 404
    assert response.json()["status"] == 404
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_head_is_get_without_a_body(client: TestClient) -> None:
    """For entities and documents."""
    assert client.head("/thing/a").status_code == 303
    response = client.head("/thing/a.ttl")
    assert response.status_code == 200
    assert response.headers["etag"] == client.get("/thing/a.ttl").headers["etag"]


def test_other_methods_are_405(client: TestClient) -> None:
    """Nothing is ever written."""
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.request(method, "/thing/a").status_code == 405
