"""The dataset's description: each number counted again, each address client."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, OWL, RDF, VOID, Namespace, URIRef
from starlette.testclient import TestClient

from govkg.formats import GRAPH_FORMATS, GraphFormat
from govkg.publish.publication import publish_project
from govkg.release.layout import Layout
from govkg.release.manifest import read_manifest
from govkg.settings import Project, Settings, read_project
from govkg.web.app import create_app
from govkg.web.responses.caching import SHORT

SPDX = Namespace("http://spdx.org/rdf/terms#")
DATASET = URIRef("https://w3id.org/govkg/dataset")
ORIGIN = "http://testserver"


@pytest.fixture
def client(seed_client: TestClient) -> TestClient:
    return seed_client


@pytest.fixture
def described(client: TestClient) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get("/dataset.ttl").text, format="turtle")


def number(graph: rdflib.Graph, subject: Any, predicate: URIRef) -> int:
    (value,) = graph.objects(subject, predicate)
    return int(str(value))


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_the_dataset_redirects_to_its_description(client: TestClient, form: GraphFormat) -> None:
    response = client.get("/dataset", headers={"Accept": form.media_type})
    assert response.status_code == 303
    assert response.headers["location"].endswith(f"/dataset.{form.extension}")
    assert response.headers["vary"] == "Accept, Accept-Language"
    document = client.get(response.headers["location"])
    assert document.headers["content-type"] == form.content_type
    assert document.headers["cache-control"] == SHORT
    assert f'<{DATASET}>; rel="describes"' in document.headers["link"]
    again = client.get(
        response.headers["location"], headers={"If-None-Match": document.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("accept", "extension"),
    [("*/*", "ttl"), ("application/ld+json", "jsonld"), ("text/html,*/*;q=0.8", "ttl")],
)
def test_the_well_known_address_leads_to_data(
    client: TestClient, accept: str, extension: str
) -> None:
    response = client.get("/.well-known/void", headers={"Accept": accept})
    assert response.status_code == 303
    assert response.headers["location"].endswith(f"/dataset.{extension}")


def test_a_format_that_is_not_there_is_404(client: TestClient) -> None:
    assert client.get("/dataset.exe").status_code == 404
    assert client.get("/dataset", headers={"Accept": "image/png"}).status_code == 406


def test_every_count_is_what_counting_gives(described: rdflib.Graph, merge: rdflib.Graph) -> None:
    assert number(described, DATASET, VOID.triples) == len(merge)
    assert number(described, DATASET, VOID.distinctSubjects) == len(set(merge.subjects()))
    assert number(described, DATASET, VOID.distinctObjects) == len(set(merge.objects()))
    assert number(described, DATASET, VOID.properties) == len(set(merge.predicates()))
    documents = {str(item).partition("#")[0] for item in merge.subjects()}
    own = {item for item in documents if item.startswith("https://w3id.org/govkg/")}
    assert number(described, DATASET, VOID.entities) == len(own)


def test_every_class_and_property_is_a_partition(
    described: rdflib.Graph, merge: rdflib.Graph
) -> None:
    classes = {
        described.value(part, VOID["class"]): number(described, part, VOID.entities)
        for part in described.objects(DATASET, VOID.classPartition)
    }
    assert classes == {
        item: len(set(merge.subjects(RDF.type, item)))
        for item in set(merge.objects(None, RDF.type))
    }
    properties = {
        described.value(part, VOID.property): number(described, part, VOID.triples)
        for part in described.objects(DATASET, VOID.propertyPartition)
    }
    assert properties == {
        item: len(list(merge.subject_objects(item))) for item in set(merge.predicates())
    }


@pytest.mark.parametrize(
    "space",
    [
        "http://www.wikidata.org/entity/",
        "http://qudt.org/vocab/unit/",
        "http://metadata.un.org/sdg/",
    ],
)
def test_linksets_count_the_links(described: rdflib.Graph, merge: rdflib.Graph, space: str) -> None:
    (target,) = described.subjects(VOID.uriSpace, rdflib.Literal(space))
    linksets = list(described.subjects(VOID.objectsTarget, target))
    assert linksets
    for linkset in linksets:
        assert (linkset, RDF.type, VOID.Linkset) in described
        assert (DATASET, VOID.subset, linkset) in described
        predicate = described.value(linkset, VOID.linkPredicate)
        links = [item for item in merge.objects(None, predicate) if str(item).startswith(space)]
        assert number(described, linkset, VOID.triples) == len(links)


def test_every_distribution_is_what_it_is_said_to_be(
    client: TestClient, described: rdflib.Graph, seed: Project
) -> None:
    distributions = set(described.objects(DATASET, DCAT.distribution))
    files = read_manifest(Layout(seed.releases / "current").manifest).files
    assert {str(item).rpartition("/")[2] for item in distributions} == {file.name for file in files}
    assert len(files) >= 10
    for item in distributions:
        address = str(described.value(item, DCAT.downloadURL))
        assert address.startswith(f"{ORIGIN}/releases/")
        response = client.get(address, headers={"Accept-Encoding": "identity"})
        assert len(response.content) == number(described, item, DCAT.byteSize)
        checksum = described.value(item, SPDX.checksum)
        value = str(described.value(checksum, SPDX.checksumValue))
        assert hashlib.sha256(response.content).hexdigest() == value
        media_type = str(described.value(item, DCAT.mediaType)).partition("media-types/")[2]
        packed = described.value(item, DCAT.compressFormat)
        sent = response.headers["content-type"].partition(";")[0]
        assert sent == (str(packed).partition("media-types/")[2] if packed else media_type)
        assert str(item).startswith("https://w3id.org/govkg/releases/")


def test_a_distribution_says_how_many_triples_it_has(
    described: rdflib.Graph, merge: rdflib.Graph
) -> None:
    (turtle,) = [
        item
        for item in described.objects(DATASET, DCAT.distribution)
        if str(item).endswith("dataset.ttl.gz")
    ]
    assert number(described, turtle, VOID.triples) == len(merge)


def test_what_it_is_and_where_it_is_asked(described: rdflib.Graph) -> None:
    assert {
        title.language
        for title in described.objects(DATASET, DCTERMS.title)
        if isinstance(title, rdflib.Literal)
    } == {"en", "zh"}
    publisher = described.value(DATASET, DCTERMS.publisher)
    assert described.value(publisher, rdflib.FOAF.name)
    assert described.value(DATASET, DCTERMS.license)
    assert described.value(DATASET, VOID.sparqlEndpoint) == URIRef(f"{ORIGIN}/sparql")
    (service,) = described.subjects(DCAT.endpointURL, URIRef(f"{ORIGIN}/sparql"))
    assert (service, DCAT.servesDataset, DATASET) in described


def test_example_resources_are_there(client: TestClient, described: rdflib.Graph) -> None:
    found = list(described.objects(DATASET, VOID.exampleResource))
    assert len(found) == 5
    for item in found:
        path = str(item).removeprefix("https://w3id.org/govkg")
        assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 303


def test_the_next_version_names_the_one_before(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    (folder / "data").mkdir(parents=True)
    (folder / "govkg.toml").write_text(
        'title = "T"\nbase_iri = "https://example.org/"\nshapes = []\n', encoding="utf-8"
    )
    data = folder / "data" / "a.ttl"
    data.write_text("<a> a <T> .", encoding="utf-8")
    project = read_project(folder)
    first = publish_project(project).layout
    data.write_text("<b> a <T> .", encoding="utf-8")
    publish_project(project)
    assert first is not None
    dataset = URIRef("https://example.org/dataset")
    with TestClient(create_app(project, Settings())) as client:
        graph = rdflib.Graph().parse(data=client.get("/dataset.ttl").text, format="turtle")
    before = graph.value(dataset, URIRef(f"{DCAT}previousVersion"))
    assert before == URIRef(f"https://example.org/releases/{first.folder.name}/")
    assert graph.value(dataset, URIRef(f"{DCAT}version")) == graph.value(dataset, OWL.versionInfo)
    assert graph.value(dataset, DCTERMS.issued)
    assert graph.value(dataset, DCTERMS.modified)


def test_the_page_shows_the_numbers(client: TestClient, merge: rdflib.Graph) -> None:
    page = client.get("/dataset.en.html")
    assert page.status_code == 200
    assert f"{len(merge):,}" in page.text
    assert "Wikidata" in page.text
