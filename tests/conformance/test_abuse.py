"""Ten clients do their worst, and an eleventh is answered as if they were not there."""

import http.client
import itertools
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from seed import publish_seed
from serving import children_of, pid_of, served

CLIENTS = 10
SECONDS = 20.0
LIMIT = 0.25
"""Seconds within which the eleventh is answered, at the 95th percentile."""
MEMORY = 1500 * 1024**2
"""Bytes of private memory that the server and all of its processes may take together."""
NO_WORKERS = 2
"""A template, and what draws charts."""
PROCESSES = NO_WORKERS + 3
FILES_OF_A_WORKER = 4
PATIENCE = 10.0
"""Seconds within which a server that is left alone has no more processes than it needs."""
ATTACKS = [
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a",
    "SELECT * { ?s (!<urn:a>)* ?o . ?o (!<urn:b>)* ?x }",
    "ASK { " + "\\u12 x } { " * 80_000,
]
"""Cross joins, an order of everything, paths without end, a megabyte of garbage."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("abused")
    publish_seed(folder)
    with served(folder, query_timeout="4", query_memory=str(256 * 1024**2)) as address:
        yield address


class Client:
    """A client with a network address of its own."""

    def __init__(self, server: str, number: int) -> None:
        """Be the one at 127.0.0.(*number* + 2)."""
        host, _, port = server.removeprefix("http://").partition(":")
        self._place = (host, int(port))
        self._source = (f"127.0.0.{number + 2}", 0)

    def get(self, path: str, accept: str = "text/html") -> tuple[int, bytes]:
        """Get *path*; give status and body."""
        return self._send("GET", path, None, {"Accept": accept})

    def ask(self, query: str) -> tuple[int, bytes]:
        """Send *query* as it stands."""
        headers = {"Content-Type": "application/sparql-query"}
        return self._send("POST", "/sparql", query.encode(), headers)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(
            *self._place, timeout=60, source_address=self._source
        )
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def attack(number: int, client: Client, stop: threading.Event, statuses: list[int]) -> None:
    """Send one attack after the other until told to stop, each client from another one on."""
    begin = number % len(ATTACKS)
    for query in itertools.cycle(ATTACKS[begin:] + ATTACKS[:begin]):
        if stop.is_set():
            return
        statuses.append(client.ask(f"{query} # {time.monotonic()}")[0])


@contextmanager
def attacked(server: str) -> Iterator[list[int]]:
    """Let ten clients attack *server* meanwhile; give the statuses that they get."""
    stop = threading.Event()
    statuses: list[int] = []
    attackers = [
        threading.Thread(target=attack, args=(number, Client(server, number), stop, statuses))
        for number in range(CLIENTS)
    ]
    for attacker in attackers:
        attacker.start()
    try:
        yield statuses
    finally:
        stop.set()
        for attacker in attackers:
            attacker.join(timeout=120)


def documents(client: Client) -> list[str]:
    """List the paths of the pages of all entities."""
    query = """
        SELECT DISTINCT ?document {
          ?s a ?class . BIND(STRBEFORE(CONCAT(STR(?s), "#"), "#") AS ?document)
          FILTER(STRSTARTS(?document, "https://w3id.org/govkg/"))
        } ORDER BY ?document"""
    address = urlencode({"query": query, "format": "json"}, quote_via=quote)
    rows = json.loads(client.get(f"/sparql?{address}")[1])["results"]["bindings"]
    return [row["document"]["value"].removeprefix("https://w3id.org/govkg") for row in rows]


def private_bytes(pid: int) -> int:
    """Give the memory that only this process has."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024


def open_files(pid: int) -> int:
    """Count the open files of a process."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def settle(pid: int) -> int:
    """Wait until a server has no more processes than it means to have; count its own files."""
    end = time.monotonic() + PATIENCE
    while len(children_of(pid)) > PROCESSES and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(1)
    children = len(children_of(pid))
    assert NO_WORKERS <= children <= PROCESSES
    return open_files(pid) - FILES_OF_A_WORKER * (children - NO_WORKERS)


def percentile(times: list[float]) -> float:
    """Give the 95th."""
    return sorted(times)[int(len(times) * 0.95)]


def test_one_client_is_answered_while_ten_do_their_worst(server: str) -> None:
    eleventh = Client(server, CLIENTS)
    pid = pid_of(server)
    paths = documents(eleventh)
    assert len(paths) > 100
    assert eleventh.get("/index.en.html")[0] == 200
    own_files = settle(pid)
    asked: list[float] = []
    read: list[float] = []
    memory = 0
    with attacked(server) as statuses:
        time.sleep(2)
        end = time.monotonic() + SECONDS
        for number, path in enumerate(itertools.cycle(paths)):
            began = time.monotonic()
            status, body = eleventh.ask(f"ASK {{ ?s ?p {number} }}")
            asked.append(time.monotonic() - began)
            assert status == 200, body
            began = time.monotonic()
            status, body = eleventh.get(f"{path}.en.html")
            read.append(time.monotonic() - began)
            assert status == 200, path
            memory = max(memory, sum(map(private_bytes, [pid, *children_of(pid)])))
            if time.monotonic() > end and number >= len(paths):
                break
    assert len(asked) > 100
    assert percentile(asked) <= LIMIT
    assert percentile(read) <= LIMIT
    assert memory <= MEMORY
    assert set(statuses) <= {200, 400, 503, 504, 507}
    assert {504, 507} & set(statuses)
    assert settle(pid) <= own_files
    assert eleventh.ask("ASK {}")[0] == 200
    assert eleventh.ask(ATTACKS[-1])[0] == 400


def test_nothing_is_left_when_the_server_ends(tmp_path: Path) -> None:
    publish_seed(tmp_path)
    with served(tmp_path) as address:
        assert Client(address, 0).ask(ATTACKS[3])[0] == 400
        family = [pid_of(address), *children_of(pid_of(address))]
        assert len(family) > 1
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []
    assert os.getpid() not in family
