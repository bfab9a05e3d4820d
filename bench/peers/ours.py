"""govkg itself: publish a project, and serve it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.peers.memory import watching
from bench.peers.processes import HOST, PeerError, free_port, running, wait_for
from bench.peers.systems import LONGEST, Endpoint
from bench.peers.wire import Connection

NAME: Final = "govkg"
TWO: Final = "govkg, two processes"
BEFORE: Final = "govkg before Virtuoso"
OURS: Final = frozenset({NAME, BEFORE})
GOVKG: Final = Path(sys.executable).parent / "govkg"
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: *seconds* of wall time, *memory* in bytes at its peak, children too."""

    seconds: float
    memory: int


def publish(project: Path) -> Run:
    """Publish the project in a process of its own."""
    return run([GOVKG, "publish", "--project", project])


def run(command: list[str | Path]) -> Run:
    """Run a command to its end.

    Raises:
        PeerError: it fails.
    """
    begin = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    with watching(process.pid) as peak:
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise PeerError(f"{command[0]} ended with {process.returncode}")
    memory = max(peak.memory, usage.ru_maxrss * 1024)
    return Run(time.perf_counter() - begin, memory)


@dataclass(frozen=True, slots=True)
class Started:
    """A server of ours: its endpoint, and the seconds until it first answered *path*."""

    endpoint: Endpoint
    seconds: float


@contextmanager
def serve(
    project: Path, folder: Path, path: str, settings: dict[str, str] | None = None
) -> Iterator[Started]:
    """Serve the active release with *settings*, and wait until it answers *path*."""
    port = free_port()
    command: list[str | Path] = [
        *(GOVKG, "serve", "--project", project.resolve()),
        *("--host", HOST, "--port", str(port)),
    ]
    environment = {"GOVKG_QUERY_TIMEOUT": str(LONGEST)} | (settings or {})
    with running(command, folder=folder, environment=environment) as pid:

        def answers() -> bool:
            with Connection(port) as connection:
                return connection.get(path).status == _OK

        seconds = wait_for(answers, pid=pid)
        yield Started(Endpoint(port, "/sparql", pid), seconds)


@contextmanager
def serve_before(store: Endpoint, project: Path, folder: Path) -> Iterator[Endpoint]:
    """Serve the release with another *store*, which has it already, behind the endpoint.

    Raises:
        PeerError: we did not find the release there, and answer from our own store.
    """
    settings = {
        "GOVKG_SPARQL_ENDPOINT": f"http://{HOST}:{store.port}{store.path}",
        "GOVKG_RESIDENT_TRIPLES": "0",
    }
    with serve(project, folder, "/ready", settings) as started:
        with Connection(started.endpoint.port) as connection:
            connection.ask(started.endpoint.path, "ASK { ?s ?p ?o }", "*/*")
        if "govkg push" in (folder / "server.log").read_text(encoding="utf-8"):
            raise PeerError(f"{settings['GOVKG_SPARQL_ENDPOINT']} does not have the release")
        yield started.endpoint
