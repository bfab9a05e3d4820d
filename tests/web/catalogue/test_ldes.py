"""The event stream: pages that never change, relations on time, what is kept and what is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from starlette.testclient import TestClient

from govkg.release.history.reading import History
from govkg.settings import Settings
from govkg.web.app import create_app
from govkg.web.catalogue.ldes.pages import NODE_SIZE, PAGE_SIZE, node, nodes, page, pages_of
from histories import BASE, Keeper, promise

TREE = Namespace("https://w3id.org/tree#")
LDES = Namespace("https://w3id.org/ldes#")
ORIGIN = "http://testserver"
STREAM = URIRef(f"{BASE}ldes")


@pytest.fixture(scope="module")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Keeper:
    made = Keeper(tmp_path_factory.mktemp("streamed") / "project")
    made.publish(*(promise(f"p{number}", f"P {number}") for number in range(PAGE_SIZE + 10)))
    made.publish(*(promise(f"p{number}", f"P {number}") for number in range(PAGE_SIZE)))
    return made


@pytest.fixture(scope="module")
def client(keeper: Keeper) -> Iterator[TestClient]:
    app = create_app(keeper.project, Settings(hosts=("testserver",)))
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as started:
        yield started


def read(client: TestClient, path: str) -> Graph:
    """Give what a document says in its default graph."""
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/trig"
    quads = parse(response.content, format=RdfFormat.TRIG)
    lines = [f"{quad.triple} ." for quad in quads if str(quad.graph_name) == "DEFAULT"]
    return Graph().parse(data="\n".join(lines), format="nt")


def targets(graph: Graph, path: str) -> dict[str, set[str]]:
    """Give the nodes that a node leads to, with the kinds of relations to each."""
    found: dict[str, set[str]] = {}
    for relation in graph.objects(URIRef(f"{ORIGIN}{path}"), TREE.relation):
        kind = str(graph.value(relation, RDF.type)).removeprefix(str(TREE))
        found.setdefault(str(graph.value(relation, TREE.node)), set()).add(kind)
    return found


def test_the_stream_leads_to_its_root(client: TestClient) -> None:
    response = client.get("/ldes")
    assert response.status_code == 303
    assert response.headers["location"] == f"{ORIGIN}/ldes/stream.trig"


def test_the_stream_says_how_to_read_it_and_what_is_kept(
    client: TestClient, keeper: Keeper
) -> None:
    root = read(client, "/ldes/stream.trig")
    view = URIRef(f"{ORIGIN}/ldes/stream.trig")
    assert (STREAM, RDF.type, LDES.EventStream) in root
    assert (STREAM, TREE.view, view) in root
    assert str(root.value(STREAM, LDES.timestampPath)).endswith("/created")
    assert str(root.value(STREAM, LDES.versionOfPath)).endswith("/isVersionOf")
    assert root.value(STREAM, LDES.versionDeleteObject)
    policy = root.value(view, LDES.retentionPolicy)
    assert (policy, RDF.type, LDES.PointInTimePolicy) in root
    history = History(keeper.project.releases)
    first = history.activations()[0].time.isoformat()
    history.close()
    assert str(root.value(policy, LDES.pointInTime)) == first


def test_relations_are_on_time_and_closed_where_nothing_more_can_come(client: TestClient) -> None:
    root = read(client, "/ldes/stream.trig")
    assert targets(root, "/ldes/stream.trig") == {
        f"{ORIGIN}/ldes/nodes/1.trig": {"GreaterThanOrEqualToRelation"}
    }
    found = targets(read(client, "/ldes/nodes/1.trig"), "/ldes/nodes/1.trig")
    assert found == {
        f"{ORIGIN}/ldes/pages/1.trig": {
            "GreaterThanOrEqualToRelation",
            "LessThanOrEqualToRelation",
        },
        f"{ORIGIN}/ldes/pages/2.trig": {"GreaterThanOrEqualToRelation"},
    }
    for relation in root.objects(URIRef(f"{ORIGIN}/ldes/stream.trig"), TREE.relation):
        value = root.value(relation, TREE.value)
        assert isinstance(value, Literal)
        assert str(value.datatype).endswith("dateTime")


def test_a_full_page_is_immutable_and_stays_as_it_is(keeper: Keeper, client: TestClient) -> None:
    full = client.get("/ldes/pages/1.trig")
    assert full.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert len(list(read(client, "/ldes/pages/1.trig").objects(STREAM, TREE.member))) == PAGE_SIZE
    growing = client.get("/ldes/pages/2.trig")
    assert "immutable" not in growing.headers["cache-control"]
    keeper.publish(*(promise(f"p{number}", f"P {number}") for number in range(PAGE_SIZE + 5)))
    again = client.get("/ldes/pages/1.trig")
    assert again.content == full.content
    assert again.headers["etag"] == full.headers["etag"]
    assert client.get("/ldes/pages/2.trig").headers["etag"] != growing.headers["etag"]
    known = client.get("/ldes/pages/1.trig", headers={"If-None-Match": full.headers["etag"]})
    assert known.status_code == 304


@pytest.mark.parametrize("path", ["pages/0", "pages/9", "pages/x", "nodes/2", "nodes/-1"])
def test_what_has_not_come_yet_is_404(client: TestClient, path: str) -> None:
    assert client.get(f"/ldes/{path}.trig").status_code == 404


def test_blank_nodes_of_two_versions_are_two(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "project")
    for word in ("one", "two"):
        keeper.publish(f'<thing/a> ex:is "{word}" ; ex:has [ rdfs:label "{word}"@en ] .\n')
    with TestClient(create_app(keeper.project, Settings(hosts=("testserver",)))) as client:
        body = client.get("/ldes/pages/1.trig").content
    nodes_ = {
        quad.subject: quad.object.value
        for quad in parse(body, format=RdfFormat.TRIG)
        if str(quad.subject).startswith("_:")
    }
    assert sorted(nodes_.values()) == ["one", "two"]


def test_every_version_is_on_one_page_of_one_node() -> None:
    newest = PAGE_SIZE * NODE_SIZE + 3 * PAGE_SIZE + 1
    found = [span for above in nodes(newest) for span in pages_of(above, newest)]
    assert [span.first for span in found] == list(range(1, newest + 1, PAGE_SIZE))
    assert found[-1].last >= newest
    assert [span.full for span in found] == [True] * (len(found) - 1) + [False]
    assert node(1, newest).full
    assert not node(2, newest).full
    assert page(1, PAGE_SIZE).full
    assert nodes(0) == []
