"""What points at an entity: a page of it in the document, all of it page by page elsewhere."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import rdflib
from rdflib import RDF, RDFS, Namespace, URIRef
from starlette.testclient import TestClient

from govkg.graph.documents import INCOMING_LIMIT
from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app

HUB = URIRef("https://example.org/hub")
KNOWS = URIRef("https://example.org/ns#knows")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
NUMBER = 1234


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hub")
    (folder / "data").mkdir()
    lines = [f"<https://example.org/thing/{n}> <{KNOWS}> <{HUB}> ." for n in range(NUMBER)]
    lines.append(f'<{HUB}> <{RDFS.label}> "Hub" .')
    (folder / "data" / "links.nt").write_text("\n".join(lines), encoding="utf-8")
    (folder / "govkg.toml").write_text(
        'title = "Links"\nbase_iri = "https://example.org/"\nshapes = []\n', encoding="utf-8"
    )
    project = read_project(folder)
    publish_project(project)
    with TestClient(create_app(project, Settings())) as started:
        yield started


def test_a_document_has_a_page_of_what_points_at_its_entity(client: TestClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/hub.ttl").text, format="turtle")
    assert len(list(graph.subjects(KNOWS, HUB))) == INCOMING_LIMIT
    page = client.get("/hub.en.html").text
    assert page.count("/thing/") <= 2 * INCOMING_LIMIT


def test_a_document_says_where_all_of_it_is(client: TestClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/hub.ttl").text, format="turtle")
    document = graph.value(predicate=FOAF.primaryTopic, object=HUB)
    (more,) = graph.objects(document, RDFS.seeAlso)
    address = f"/fragments?{urlsplit(str(more)).query}"
    found: set[str] = set()
    while address:
        answer = client.get(address, headers={"Accept": "text/turtle"})
        page = rdflib.Graph().parse(data=answer.text, format="turtle")
        found |= {str(subject) for subject in page.subjects(KNOWS, HUB)}
        following = next(page.objects(predicate=HYDRA.next), None)
        address = str(following) if following else ""
    assert len(found) == NUMBER


def test_a_document_that_says_all_names_no_other(client: TestClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/thing/1.ttl").text, format="turtle")
    assert list(graph.objects(predicate=RDFS.seeAlso)) == []
    assert (URIRef("https://example.org/thing/1.ttl"), RDF.type, FOAF.Document) in graph
