"""A server as people start it, in a process of its own."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from starlette.testclient import TestClient

from bench.peers.processes import free_port
from govkg.settings import Project, Settings
from govkg.web.app import create_app

PATIENCE = 60.0
"""Seconds to wait for a server; one that starts beside much else has taken twenty."""
_TRIPLES = " . ".join(f"?s{number} ?p{number} ?o{number}" for number in range(9))
SLOW = f"SELECT (COUNT(*) AS ?n) {{ {_TRIPLES} }}"
"""A query that ends when it is stopped."""


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[str]:
    """Run ``govkg serve`` for the project in *folder*; give its address without a slash.

    *settings* are ``GOVKG_*`` in lower case, ``query_timeout="3"``.
    """
    port = free_port()
    command = [sys.executable, "-m", "govkg", "serve", "--project", str(folder)]
    environment = os.environ | {f"GOVKG_{name.upper()}": value for name, value in settings.items()}
    with subprocess.Popen([*command, "--port", str(port)], env=environment) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/health")
            yield address
        finally:
            process.terminate()


def pid_of(address: str) -> int:
    """Give the process that listens at *address*, a child of this one."""
    port = int(address.rpartition(":")[2])
    for child in children_of(os.getpid()):
        command = Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8").split("\0")
        if "serve" in command and str(port) in command:
            return child
    raise LookupError(f"no server at {address}")


def children_of(pid: int) -> list[int]:
    """List the children of a process, and theirs; none of a thread that has ended meanwhile."""
    found: list[int] = []
    threads: list[Path] = []
    with suppress(FileNotFoundError):
        threads = list(Path(f"/proc/{pid}/task").iterdir())
    for thread in threads:
        with suppress(FileNotFoundError, ProcessLookupError):
            for child in (thread / "children").read_text(encoding="ascii").split():
                found.append(int(child))
                found += children_of(int(child))
    return found


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310  # loopback
        except OSError:  # refused, or nothing read within the second
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"no server at {address}")


def open_client(project: Project) -> TestClient:
    """Serve *project*; redirects are not followed, so that they can be looked at."""
    app = create_app(project, Settings())
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False)
