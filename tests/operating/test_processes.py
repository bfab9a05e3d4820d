"""Several web processes that are one server: to readers, to who watches it, to who ends it."""

import json
import os
import re
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from govkg.errors import AddressError
from govkg.publish.publication import publish_project
from govkg.settings import read_project
from govkg.web.server import bind
from projects import write_project
from serving import PATIENCE, SLOW, children_of, pid_of, served

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
MANY = 60
"""Connections of which each of two processes takes some, whatever the kernel decides."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish a project for tests that leave its server as it was."""
    folder = write_project(tmp_path_factory.mktemp("shared") / "project")
    publish_project(read_project(folder))
    return folder


@pytest.fixture(scope="module")
def address(shared: Path) -> Iterator[str]:
    """Serve it by two processes."""
    with served(shared, processes="2") as address:
        yield address


@pytest.fixture
def fresh(folder: Path) -> Iterator[str]:
    """Serve a project by two processes that nobody has asked anything."""
    with served(folder, processes="2") as address:
        yield address


def ask(url: str) -> tuple[int, str, str]:
    """Ask over a connection of its own: status, body, and which process answered."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer:  # noqa: S310  # loopback
            status, body, headers = answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        status, body, headers = error.code, error.read().decode(), error.headers
    return status, body, headers["X-Request-Id"][:8]


def ask_all(url: str) -> dict[str, set[str]]:
    """Ask many times: what each process answers to who is answered at all."""
    said: dict[str, set[str]] = {}
    for _ in range(MANY):
        status, body, process = ask(url)
        assert status == 200, body
        said.setdefault(process, set()).add(body)
    return said


def query(address: str, text: str) -> str:
    """Give the address that answers a query."""
    return f"{address}/sparql?{urlencode({'query': text, 'format': 'csv'})}"


def eventually(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, not for ever."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def parts_of(server: int) -> tuple[int, list[int]]:
    """Give the process with the workers and the web processes, in the order they were begun."""
    own = [pid for pid in children_of(server) if _parent(pid) == server]
    (holder,) = (pid for pid in own if _has_template(pid))
    return holder, [pid for pid in own if pid != holder]


def _has_template(pid: int) -> bool:
    return any("workers.template" in _words(child) for child in children_of(pid))


def _parent(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):  # it ended meanwhile
        return 0
    return int(stat.rpartition(")")[2].split()[1])


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except OSError:
        return ""


def requests_in(text: str) -> float:
    """Read from metrics how many documents were asked for."""
    documents = r'requests_total\{method="GET",route="/\{path:path\}",status="200"\} (.+)'
    found = re.search(documents, text)
    return float(found[1]) if found else 0.0


def test_all_processes_answer_and_ask_the_same_workers(address: str) -> None:
    """Documents and queries; whoever asks, there is one template, and one that draws charts."""
    documents = ask_all(f"{address}/thing/a.ttl")
    assert len(documents) == 2
    assert len({body for bodies in documents.values() for body in bodies}) == 1
    assert set(ask_all(query(address, COUNT))) == set(documents)
    eventually(lambda: json.loads(ask(f"{address}/ready")[1])["workers"])
    _, web = parts_of(pid_of(address))
    assert len(web) == 2
    assert not any(children_of(pid) for pid in web)


def test_metrics_are_of_all_processes_whichever_is_asked(fresh: str) -> None:
    """Also of one that was killed: what it had told stays in the sum."""
    assert len(ask_all(f"{fresh}/thing/a.ttl")) == 2
    eventually(lambda: requests_in(ask(f"{fresh}/metrics")[1]) == MANY)
    assert {requests_in(ask(f"{fresh}/metrics")[1]) for _ in range(20)} == {MANY}
    _, web = parts_of(pid_of(fresh))
    os.kill(web[0], signal.SIGKILL)
    eventually(lambda: len(set(parts_of(pid_of(fresh))[1]) - {web[0]}) == 2)
    said = ask_all(f"{fresh}/metrics")
    assert len(said) == 2
    assert {requests_in(text) for texts in said.values() for text in texts} == {MANY}


def test_a_web_process_that_is_killed_comes_back(address: str) -> None:
    """Whoever is connected to another notices nothing."""
    before = set(ask_all(f"{address}/thing/a.ttl"))
    _, web = parts_of(pid_of(address))
    os.kill(web[1], signal.SIGKILL)
    after = set(ask_all(f"{address}/thing/a.ttl"))
    assert len(after) == 2
    assert len(after & before) == 1


def test_workers_that_are_killed_come_back(address: str) -> None:
    """Whoever asks meanwhile is answered by their successors."""
    assert ask(query(address, COUNT))[0] == 200
    for turn in range(3):
        holder, _ = parts_of(pid_of(address))
        os.kill(holder, signal.SIGKILL)
        assert len(ask_all(query(address, f"{COUNT} # {turn}"))) == 2
        eventually(lambda: len(parts_of(pid_of(address))[1]) == 2)
        assert parts_of(pid_of(address))[0] != holder


def test_all_processes_go_on_to_a_new_release(address: str, shared: Path) -> None:
    """In documents and in queries, and they agree which one it is."""
    before = ask_all(f"{address}/ready")
    counts = ask_all(query(address, COUNT))
    data = shared / "data" / "things.ttl"
    data.write_text(f"{data.read_text(encoding='utf-8')}\n<thing/new> a <Thing> .\n", "utf-8")
    publish_project(read_project(shared))

    def has_gone_on() -> bool:
        after = ask_all(f"{address}/ready")
        old = {body for bodies in before.values() for body in bodies}
        return not old & {body for bodies in after.values() for body in bodies}

    eventually(has_gone_on)
    (new,) = {body for bodies in ask_all(query(address, COUNT)).values() for body in bodies}
    assert new not in {body for bodies in counts.values() for body in bodies}


def test_what_all_have_begun_is_answered_before_the_server_ends(folder: Path) -> None:
    """SIGTERM drains each of them, while workers are still there; then nobody is left."""
    statuses: list[int] = []

    def ask_slowly(address: str, number: int) -> None:
        statuses.append(ask(query(address, f"{SLOW} # {number}"))[0])

    with served(folder, processes="2", query_timeout="3") as address:
        server = pid_of(address)
        clients = [
            threading.Thread(target=ask_slowly, args=(address, number)) for number in range(6)
        ]
        for client in clients:
            client.start()
        time.sleep(1)
        family = children_of(server)
        os.kill(server, signal.SIGTERM)
        for client in clients:
            client.join()
        eventually(lambda: not any(_words(pid) for pid in family))
    assert len(statuses) == 6
    assert set(statuses) <= {503, 504}
    assert 504 in statuses


def test_nobody_outlives_a_server_that_is_killed(fresh: str) -> None:
    """Neither web processes nor workers, nor what draws charts."""
    assert ask(query(fresh, COUNT))[0] == 200
    server = pid_of(fresh)
    family = children_of(server)
    assert len(family) > 3
    os.kill(server, signal.SIGKILL)
    eventually(lambda: not any(_words(pid) for pid in family))


def test_requests_of_a_client_are_counted_once(folder: Path) -> None:
    """Whichever process answers them; whoever is past the limit is past it everywhere."""
    with served(folder, processes="2", rate_limit=f"{MANY}/day") as address:
        assert len(ask_all(f"{address}/thing/a.ttl")) == 2
        refused = [ask(f"{address}/thing/a.ttl") for _ in range(MANY)]
        assert {status for status, _, _ in refused} == {429}
        assert len({process for _, _, process in refused}) == 2


def test_a_port_that_is_taken_is_told(address: str) -> None:
    """Although processes of one server share theirs."""
    with pytest.raises(AddressError, match="in use"):
        bind("127.0.0.1", int(address.rpartition(":")[2])).close()
