"""What a server tells those who run it."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from projects import MakeProject
from serving import SLOW, pid_of, served

QUERY = "SELECT * { <https://example.org/thing/a> ?p ?o }"


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """Serve it."""
    with TestClient(create_app(read_project(folder), Settings())) as client:
        yield client


def metrics(client: TestClient) -> dict[str, float]:
    """Read the metrics by name and labels."""
    lines = client.get("/metrics").text.splitlines()
    pairs = (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


def read_metrics(address: str) -> str:
    """Read the metrics of a server at *address*."""
    with urllib.request.urlopen(f"{address}/metrics") as answer:  # noqa: S310  # the loopback
        return str(answer.read().decode())


def test_a_server_is_ready_once_a_release_is_open(make_project: MakeProject) -> None:
    """And says what is missing until then."""
    folder = make_project()
    with TestClient(create_app(read_project(folder), Settings())) as client:
        before = client.get("/ready")
        assert before.status_code == 503
        assert before.json() == {"ready": False, "release": None, "workers": True}
        publish_project(read_project(folder))
        after = client.get("/ready")
        assert after.status_code == 200
        assert after.json()["ready"] is True
        assert after.headers["cache-control"] == "no-store"


def test_a_client_that_leaves_is_told_from_one_that_errs(folder: Path) -> None:
    """Its query is stopped, and counted as what it was."""
    with served(folder) as address:
        request = f"{address}/sparql?{urlencode({'query': SLOW})}"
        with pytest.raises(TimeoutError):
            urllib.request.urlopen(request, timeout=0.5).close()  # noqa: S310  # the loopback
        while "govkg_queries_total{" not in (text := read_metrics(address)):
            time.sleep(0.1)
    assert 'govkg_queries_total{outcome="left"} 1.0' in text
    assert 'route="/sparql",status="499"} 1.0' in text


def test_what_is_recalled_is_measured_too(client: TestClient) -> None:
    """Under the route that gave it first, and under an id of its own."""
    answers = [client.get("/thing/a.ttl") for _ in range(3)]
    assert len({answer.headers["x-request-id"] for answer in answers}) == 3
    assert len({answer.content for answer in answers}) == 1
    found = metrics(client)
    assert found['govkg_requests_total{method="GET",route="/{path:path}",status="200"}'] == 3


def test_what_goes_out_at_once_is_measured_too(folder: Path) -> None:
    """By a server, which asks the application no more."""
    with served(folder) as address:
        names, bodies = set(), []
        for _ in range(3):
            with urllib.request.urlopen(f"{address}/thing/a.ttl") as answer:  # noqa: S310  # loopback
                names.add(answer.headers["X-Request-Id"])
                bodies.append(answer.read())
        text = read_metrics(address)
    assert len(names) == 3
    size = sum(map(len, bodies))
    assert 'govkg_requests_total{method="GET",route="/{path:path}",status="200"} 3.0' in text
    assert f'govkg_response_bytes_total{{route="/{{path:path}}"}} {size}.0' in text
    assert 'govkg_request_seconds_count{route="/{path:path}"} 3.0' in text


def test_requests_and_queries_are_measured(client: TestClient) -> None:
    """By route, never by path, so that strangers cannot make them grow."""
    client.get("/thing/a.ttl")
    client.get("/thing/b.ttl")
    client.get("/thing/nothing")
    client.request("STRANGE", "/thing/a")
    answer = client.get("/sparql", params={"query": QUERY})
    known = {"If-None-Match": answer.headers["etag"]}
    client.get("/sparql", params={"query": QUERY}, headers=known)
    client.get("/sparql", params={"query": "SELECT nonsense"})
    client.get("/sparql", params={"query": "DROP ALL"})
    found = metrics(client)
    entities = 'govkg_requests_total{method="GET",route="/{path:path}",status="%d"}'
    assert found[entities % 200] == 2
    assert found[entities % 404] == 1
    assert found['govkg_queries_total{outcome="answered"}'] == 1
    assert found['govkg_queries_total{outcome="known"}'] == 1
    assert found['govkg_queries_total{outcome="malformed"}'] == 1
    assert found['govkg_queries_total{outcome="refused"}'] == 1
    assert found['govkg_request_seconds_count{route="/sparql"}'] == 4
    assert [value for name, value in found.items() if "release_triples" in name] == [6]
    assert "govkg_workers_replaced_total" in found
    assert not any("thing" in name or "STRANGE" in name for name in found)


def test_each_request_is_one_line_of_json_without_what_was_asked(folder: Path) -> None:
    """Neither the query nor the client; the id is that of the answer's header."""
    command = [sys.executable, "-m", "govkg", "serve", "--project", str(folder), "--port", "0"]
    environment = os.environ | {"GOVKG_LOG_FORMAT": "json", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        address = re.search(r"http\S+", process.stdout.readline())
        assert address is not None
        url = f"{address[0]}sparql?{urlencode({'query': QUERY})}"
        names, sizes = [], []
        for _ in range(2):  # the second time it is recalled
            with urllib.request.urlopen(url, timeout=20) as response:  # noqa: S310  # loopback
                names.append(response.headers["X-Request-Id"])
                sizes.append(len(response.read()))
        process.terminate()
        _, err = process.communicate(timeout=20)
    entries = [json.loads(line) for line in err.splitlines()]
    told = [entry for entry in entries if entry.get("route") == "/sparql"]
    assert [entry["id"] for entry in told] == names
    assert [entry["bytes"] for entry in told] == sizes
    for entry in told:
        assert (entry["method"], entry["path"], entry["status"]) == ("GET", "/sparql", 200)
        assert entry["seconds"] > 0
    assert "SELECT" not in err
    assert "127.0.0.1" not in json.dumps(told)


def test_what_was_begun_is_answered_before_the_server_ends(folder: Path) -> None:
    """SIGTERM drains: the query runs into its own limit of time, and is told so."""
    statuses: list[int] = []

    def ask(address: str) -> None:
        url = f"{address}/sparql?{urlencode({'query': SLOW})}"
        try:
            with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310  # loopback
                statuses.append(response.status)
        except urllib.error.HTTPError as error:
            statuses.append(error.code)
            error.close()

    with served(folder, query_timeout="2") as address:
        client = threading.Thread(target=ask, args=(address,))
        client.start()
        time.sleep(0.7)
        os.kill(pid_of(address), signal.SIGTERM)
        client.join()
    assert statuses == [504]
