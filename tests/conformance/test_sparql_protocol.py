"""The W3C's tests of the SPARQL 1.1 Protocol, those about queries, against a running application.

They are read from the standard test suite beside the project, and are skipped where it is not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
import rdflib
from rdflib import RDF, RDFS, Namespace
from rdflib.collection import Collection
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app

SUITE: Final = Path(__file__).parents[3] / "shared" / "w3c" / "sparql-protocol"
ABSENT: Final = "the W3C's test suite is not beside the project"
COLLECTED: Final = 20

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

FORMATS: Final = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": {
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    },
    "RDF": {
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
    },
}


@dataclass(frozen=True)
class Exchange:
    """One request and what is expected of its response."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    format: str | None
    boolean: bool | None


def read_manifest() -> rdflib.Graph:
    """Read the manifest, or nothing where it is not."""
    graph = rdflib.Graph()
    if SUITE.is_dir():
        graph.parse(SUITE / "manifest.ttl")
    return graph


MANIFEST: Final = read_manifest()


def query_tests() -> list[rdflib.URIRef]:
    """List the tests that are about queries, in the manifest's order."""
    manifest = MANIFEST.value(predicate=RDF.type, object=MF.Manifest)
    if manifest is None:
        return []
    entries = MANIFEST.value(manifest, MF.entries)
    assert entries is not None
    names = [item for item in Collection(MANIFEST, entries) if isinstance(item, rdflib.URIRef)]
    return [name for name in names if "update" not in name.fragment]


def exchanges(test: rdflib.URIRef) -> Iterator[Exchange]:
    """Read the requests of *test*."""
    action = MANIFEST.value(test, MF.action)
    requests = MANIFEST.value(action, HT.requests)
    assert requests is not None
    for request in Collection(MANIFEST, requests):
        response = MANIFEST.value(request, HT.resp)
        body = MANIFEST.value(request, HT.body)
        encoding = str(MANIFEST.value(body, CNT.characterEncoding) or "UTF-8")
        boolean = MANIFEST.value(response, MF.expectedBoolean)
        expected = MANIFEST.value(response, MF.expectedFormat)
        yield Exchange(
            method=str(MANIFEST.value(request, HT.methodName)),
            path=str(MANIFEST.value(request, HT.absolutePath)),
            headers=dict(headers(request)),
            body=str(MANIFEST.value(body, CNT.chars) or "").encode(encoding),
            statuses=tuple(
                str(status)[-3] for status in MANIFEST.objects(response, MF.expectedStatus)
            ),
            format=str(expected) if expected is not None else None,
            boolean=str(boolean) == "true" if boolean is not None else None,
        )


def headers(request: rdflib.term.Node) -> Iterator[tuple[str, str]]:
    """Read the headers of *request*."""
    items = MANIFEST.value(request, HT.headers)
    for item in Collection(MANIFEST, items) if items is not None else []:
        yield str(MANIFEST.value(item, HT.fieldName)), str(MANIFEST.value(item, HT.fieldValue))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve the suite's graphs under the names that the manifest gives them."""
    folder = tmp_path_factory.mktemp("protocol")
    (folder / "data").mkdir()
    (folder / "govkg.toml").write_text(
        'title = "Protocol"\nbase_iri = "https://example.org/"\nshapes = []\n', encoding="utf-8"
    )
    for node in set(MANIFEST.objects(None, UT.graphData)):
        label = MANIFEST.value(node, RDFS.label)
        name = str(MANIFEST.value(node, UT.graph)).rpartition("/")[2]
        triples = (SUITE / name).read_text(encoding="utf-8").splitlines()
        quads = [f"{line.rstrip().removesuffix('.')} <{label}> .\n" for line in triples if line]
        (folder / "data" / f"{name}.nq").write_text("".join(quads), encoding="utf-8")
    project = read_project(folder)
    publish_project(project)
    with TestClient(create_app(project, Settings())) as started:
        yield started


@pytest.mark.skipif(not SUITE.is_dir(), reason=ABSENT)
def test_all_query_tests_are_collected() -> None:
    """A suite that shrinks must not pass unseen."""
    assert len(query_tests()) == COLLECTED


@pytest.mark.skipif(not SUITE.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("test", query_tests(), ids=lambda test: test.fragment)
def test_protocol(client: TestClient, test: rdflib.URIRef) -> None:
    """Status, format and boolean are as the manifest says."""
    for exchange in exchanges(test):
        path = exchange.path.replace("/sparql/", "/sparql", 1)
        response = client.request(
            exchange.method, path, headers=exchange.headers, content=exchange.body
        )
        assert str(response.status_code)[0] in exchange.statuses
        if exchange.format is not None:
            kind = response.headers["content-type"].partition(";")[0]
            assert kind in FORMATS[exchange.format]
        if exchange.boolean is not None:
            assert response.json()["boolean"] is exchange.boolean
