"""Behind the endpoint may be any store; the answers are the same, and so are the manners."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, parse_query_results
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

from bench.peers.processes import free_port
from govkg.cli import main
from govkg.graph.remote import Remote
from govkg.release.layout import Layout, active_release
from govkg.release.manifest import graph_of, read_manifest
from govkg.release.queries import read_examples
from govkg.settings import Project, Settings
from govkg.terminal.pushing import push
from govkg.vocabulary import XSD
from govkg.web.app import create_app
from seed import publish_seed
from stores.servers import Answer, Store, oxigraph, strange, virtuoso

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
GAP = 10.0 if os.environ.get("GOVKG_FAULTS") == "full" else 0.2
"""Seconds for which a store is away; ``make faults`` takes longer ones."""
STORES = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Publish the data of this repository."""
    return publish_seed(tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="module")
def layout(project: Project) -> Layout:
    """Give its release."""
    found = active_release(project.releases)
    assert found is not None
    return found


def graph(layout: Layout) -> str:
    """Name its graph in another store."""
    return graph_of(read_manifest(layout.manifest))


@pytest.fixture(scope="module", params=STORES)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, layout: Layout
) -> Iterator[Store]:
    """Push the release to a real store."""
    with STORES[request.param](tmp_path_factory.mktemp("store")) as store:
        push(layout, store.graphs, Remote(store.query, graph(layout)))
        yield store


@contextmanager
def asking(project: Project, endpoint: str | None, **limits: float) -> Iterator[TestClient]:
    """Serve the project with another store behind the endpoint."""
    settings = Settings.model_validate({"sparql_endpoint": endpoint, **limits})
    with TestClient(create_app(project, settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def clients(project: Project, store: Store) -> Iterator[tuple[TestClient, TestClient]]:
    """Serve it from its own store, and from the other."""
    with asking(project, None) as own, asking(project, store.query) as other:
        yield own, other


def rows(body: bytes) -> list[list[object]]:
    """Read rows as values, numbers as numbers; sorted."""
    solutions = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(solutions, QuerySolutions)
    return sorted(([_value(term) for term in row] for row in solutions), key=str)


def _value(term: object) -> object:
    if isinstance(term, Literal) and term.datatype.value in _NUMBERS:
        return round(float(term.value), 9)
    return str(term)


_NUMBERS = {f"{XSD}{name}" for name in ("integer", "int", "decimal", "double", "float")}


def test_every_example_query_has_the_same_answer(
    clients: tuple[TestClient, TestClient], layout: Layout
) -> None:
    own, other = clients
    examples = read_examples(layout.queries)
    assert len(examples) > 20
    for example in examples:
        found = [
            client.get("/sparql", params={"query": example.text, "format": "json"})
            for client in (own, other)
        ]
        assert [answer.status_code for answer in found] == [200, 200], example.name
        assert rows(found[0].content) == rows(found[1].content), example.name


def test_graphs_and_booleans_come_in_every_format(clients: tuple[TestClient, TestClient]) -> None:
    own, other = clients
    iri = "https://w3id.org/govkg/pillar/housing"
    query = {"query": f"CONSTRUCT {{ <{iri}> ?p ?o }} {{ <{iri}> ?p ?o }}"}
    expected = rdflib.Graph().parse(data=own.get("/sparql", params=query).text, format="turtle")
    assert expected
    for form, name in {"ttl": "turtle", "nt": "nt", "rdf": "xml"}.items():
        text = other.get("/sparql", params={**query, "format": form}).text
        assert isomorphic(rdflib.Graph().parse(data=text, format=name), expected)
    for base in ("", "BASE <https://w3id.org/govkg/>", "base <https://w3id.org/govkg/>"):
        relative = {"query": f"{base} ASK {{ <pillar/housing> ?p ?o }}", "format": "json"}
        assert other.get("/sparql", params=relative).json()["boolean"] is True


def test_questions_about_graphs_are_answered_by_the_release(
    clients: tuple[TestClient, TestClient],
) -> None:
    own, other = clients
    query = {"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "format": "csv"}
    assert sorted(other.get("/sparql", params=query).text.split()) == sorted(
        own.get("/sparql", params=query).text.split()
    )


def test_the_rules_are_those_of_our_endpoint(clients: tuple[TestClient, TestClient]) -> None:
    _, other = clients
    for query, status in {
        "DROP ALL": 403,
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }": 403,
        "SELECT nonsense": 400,
    }.items():
        assert other.get("/sparql", params={"query": query}).status_code == status


def test_a_push_that_was_stopped_is_run_again(store: Store, layout: Layout) -> None:
    again = push(layout, store.graphs, Remote(store.query, graph(layout)))
    assert again == read_manifest(layout.manifest).triples


def test_a_store_that_goes_away_is_waited_for(
    project: Project, layout: Layout, tmp_path: Path
) -> None:
    port = free_port()
    with oxigraph(tmp_path / "store", port) as store:
        push(layout, store.graphs, Remote(store.query, graph(layout)))
        with asking(project, store.query) as client:
            assert client.get("/sparql", params={"query": COUNT}).status_code == 200
    with asking(project, store.query) as client:
        # A server that starts meanwhile answers from the release.
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200
    with oxigraph(tmp_path / "store", port), asking(project, store.query) as client:
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200
        away = client.app.state.govkg.other_store  # type: ignore[attr-defined]  # ours
        assert away._found
    time.sleep(0.2)
    with asking(project, store.query) as client:
        client.app.state.govkg.other_store._found.add(graph(layout))  # type: ignore[attr-defined]
        end = time.monotonic() + GAP
        while True:
            gone = client.get("/sparql", params={"query": COUNT})
            assert gone.status_code == 503
            assert gone.headers["retry-after"]
            assert client.get("/pillar/housing.ttl").status_code == 200
            if time.monotonic() > end:
                break
            time.sleep(0.5)
        with oxigraph(tmp_path / "store", port):
            assert client.get("/sparql", params={"query": COUNT}).status_code == 200


def test_a_release_that_was_not_pushed_is_answered_from_its_own_store(
    project: Project, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with oxigraph(tmp_path / "store") as store, asking(project, store.query) as client:
        answer = client.get("/sparql", params={"query": COUNT, "format": "csv"})
        assert int(answer.text.split()[1]) > 3000
    assert "run “govkg push”" in caplog.text


def say(status: int, body: bytes, length: int | None = None, location: str = "") -> Answer:
    """Make an answer; *length* may be a lie."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "application/sparql-results+json")
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        if location:
            handler.send_header("Location", location)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def linger(handler: BaseHTTPRequestHandler) -> None:
    """Answer too late."""
    time.sleep(3)
    say(200, b"{}")(handler)


ROW = json.dumps({"head": {"vars": ["a"]}, "results": {"bindings": []}}).encode()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (say(200, ROW), 200),
        (say(200, ROW[:-4]), 503),
        (say(200, ROW, length=1000), 503),
        (say(500, b"secret: /var/lib/store"), 503),
        (say(400, b"secret"), 400),
        (say(401, b"secret"), 503),
        (say(302, b"", location="http://127.0.0.1:9/elsewhere"), 503),
        (say(504, b"secret"), 504),
        (say(200, b" " * 200_000 + ROW), 507),
        (linger, 504),
    ],
    ids=[
        "sound",
        "torn",
        "cut",
        "broken",
        "refused",
        "closed",
        "redirect",
        "late",
        "large",
        "slow",
    ],
)
def test_whatever_a_store_does_our_answers_are_whole_and_keep_its_secrets(
    project: Project, layout: Layout, answer: Answer, status: int
) -> None:
    with (
        strange(answer) as address,
        asking(project, address, query_timeout=2, result_bytes=100_000) as client,
    ):
        client.app.state.govkg.other_store._found.add(graph(layout))  # type: ignore[attr-defined]
        found = client.get("/sparql", params={"query": COUNT, "format": "json"})
        assert found.status_code == status
        assert "secret" not in found.text


def test_the_command_pushes_and_says_what_it_did(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--project", str(project.folder)]
    with oxigraph(tmp_path / "store") as store:
        asked = ["--sparql-endpoint", store.query]
        assert main(["push", store.graphs, *asked, *folder]) == 0
        assert "triples in <https://w3id.org/govkg/releases/" in capsys.readouterr().out
        nothing = store.graphs.replace("store", "nothing")
        assert main(["push", nothing, *asked, *folder]) == 2
        assert "was answered" in capsys.readouterr().err
    assert main(["push", store.graphs, *asked, *folder]) == 2
    assert main(["push", store.graphs, *folder]) == 2
    assert "GOVKG_SPARQL_ENDPOINT" in capsys.readouterr().err
    assert main(["push", "file:///etc/passwd", *asked, *folder]) == 2


def test_credentials_do_not_stand_in_addresses(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Messages, logs and lists of processes show those."""
    folder = ["--project", str(project.folder)]
    plain, telling = "http://127.0.0.1:9/", "http://me:secret@127.0.0.1:9/"
    for store, endpoint in ((plain, telling), (telling, plain)):
        assert main(["push", store, "--sparql-endpoint", endpoint, *folder]) == 2
        told = capsys.readouterr().err
        assert "secret" not in told
        assert "GOVKG_S" in told
