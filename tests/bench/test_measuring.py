"""What is measured is what it says: memory with that of children, documents as others name them."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bench.generation.turtle import BASE
from bench.measuring import latency
from bench.measuring.agreement import other_documents
from bench.measuring.latency import summary, time_queries
from bench.measuring.load import Load, apply_load
from bench.peers import processes
from bench.peers.memory import watching
from bench.peers.processes import PeerError, finish_load, running, settle, wait_for
from bench.peers.publishers import Publisher
from bench.peers.systems import Endpoint
from bench.workload.queries import Query
from bench.workload.requests import stream_pages
from listening import Quiet, listening

MIB = 2**20
GREEDY = """\
import sys
held = bytearray({size})
print(len(held), flush=True)
sys.stdin.read()
"""


@contextmanager
def answering(text: str) -> Iterator[Endpoint]:
    """Answer whatever is asked with *text*, in which HERE is the address that was asked."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name that the library calls
            body = text.replace("HERE", f"http://{self.headers['Host']}/").encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with listening(Handler) as port:
        yield Endpoint(port, "/", os.getpid())


def test_memory_is_that_of_children_too() -> None:
    """The peak of a process is what it and its child hold together."""
    command = [sys.executable, "-c", GREEDY.format(size=64 * MIB)]
    with watching(os.getpid()) as peak:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == f"{64 * MIB}\n"
        before = peak.looks
        while peak.looks < before + 2:
            time.sleep(0.05)
        child.communicate()
    assert peak.memory > 64 * MIB


@pytest.mark.parametrize(("label", "found"), [("one", []), ("two", ["Peer on /a"])])
def test_documents_agree_whatever_host_their_iris_are_named_after(
    label: str, found: list[str]
) -> None:
    """A peer may name IRIs after itself, and say more of others; not something else of the same."""
    peer = Publisher("Peer", "1", lambda *_: answering(""), {"ttl": "text/turtle"})
    ours = f'<{BASE}a> <urn:p> <{BASE}b> , "one" . <{BASE}b> <urn:p> 1 .'
    theirs = f'<HEREa> <urn:p> "{label}" , <HEREb> .'
    with answering(ours) as one, answering(theirs) as other:
        assert other_documents(one, [(peer, other)], ["/a"]) == found


def test_pages_of_the_stream_are_those_that_it_names() -> None:
    """Each once, as a path."""
    view = "<HEREldes/stream.trig> <urn:node> <HEREldes/nodes/1.trig> , <HEREldes/nodes/2.trig> ."
    with answering(view) as ours:
        assert stream_pages(ours) == ("/ldes/nodes/1.trig", "/ldes/nodes/2.trig")


def test_no_percentile_lies_above_what_was_measured() -> None:
    """However few times it was."""
    figures = summary([0.001, 0.002, 0.003, 0.1])
    assert figures["p95"] <= 100
    assert figures["first"] == 1


@contextmanager
def giving_up(after: float) -> Iterator[Endpoint]:
    """Refuse every query once it has taken so many seconds."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the library calls
            time.sleep(after)
            self.send_error(503)

    with listening(Handler) as port:
        yield Endpoint(port, "/", os.getpid())


def test_what_a_system_gives_up_on_counts_as_the_longest(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has no answer; one that refuses sooner has another reason, and ends the run."""
    query = Query("q", "A question", "ASK {}")
    monkeypatch.setattr(latency, "LONGEST", 0.2)
    with giving_up(after=0.25) as slow:
        timings, answers = time_queries({"slow": slow}, [query], rounds=1)
    assert timings == {"q": {"slow": [0.2]}}
    assert answers == {"q": {}}
    with giving_up(after=0) as broken, pytest.raises(PeerError, match="503"):
        time_queries({"broken": broken}, [query], rounds=1)


@contextmanager
def answering_on(path: str) -> Iterator[int]:
    """Answer this *path* alone."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the name that the library calls
            self.send_response(200 if self.path == path else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

    with listening(Handler) as port:
        yield port


@pytest.mark.skipif(shutil.which("wrk") is None, reason="needs wrk, which make tools installs")
def test_what_is_refused_is_not_answered() -> None:
    """Nor is a system measured that answers nothing: its refusals would be the fastest of all."""
    with answering_on("/here") as port:
        whole, half = (
            apply_load(Load(port, paths), clients=1, seconds=1)
            for paths in (["/here"], ["/here", "/nowhere"])
        )
        with pytest.raises(PeerError, match="/nowhere"):
            apply_load(Load(port, ["/nowhere"]), clients=1, seconds=1)
    assert whole.rate > 0
    assert whole.failed == 0
    assert half.failed > 0
    assert abs(half.rate - half.failed) <= half.failed / 2


@pytest.mark.parametrize(("wait", "until"), [(settle, 0.4 + 1.6), (finish_load, 0.4 + 0.4)])
def test_work_that_is_left_is_waited_for(
    wait: Callable[[int], object], until: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a server begins may pause longer than what is left of a load."""
    now = 0.0

    def sleep(seconds: float) -> None:
        nonlocal now
        now += seconds

    def worked(pid: int) -> dict[int, float]:
        return {pid: min(now, 0.4)}

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(time, "perf_counter", lambda: now)
    monkeypatch.setattr(processes, "worked", worked)
    wait(1)
    assert now == pytest.approx(until)


def test_a_server_ends_with_all_that_it_has_started(tmp_path: Path) -> None:
    """Even if it does not see to that itself."""
    command = ["sh", "-c", "sleep 60 & echo $! > child; wait"]
    child = tmp_path / "child"
    with running(command, folder=tmp_path) as pid:
        wait_for(lambda: child.exists() and child.read_text() != "", pid=pid)
        number = int(child.read_text())
        assert Path(f"/proc/{number}").exists()
    wait_for_end(number)


def wait_for_end(pid: int) -> None:
    """Wait until a process is gone, or only its parent has yet to hear of it."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except FileNotFoundError:
            return
        if state.split()[0] == "Z":
            return
        time.sleep(0.05)
    raise AssertionError(f"process {pid} is still there")
