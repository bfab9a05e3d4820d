"""The same application under different servers, and as we serve it, by one process or two."""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bench.choices.application import PROJECT
from bench.measuring.load import Load, apply_load
from bench.peers.memory import memory_of
from bench.peers.processes import HOST, free_port, running, settle, wait_for
from bench.peers.wire import Connection

_MAKE: Final = "bench.choices.application:make"
_OK: Final = 200
_CLIENTS: Final = 8
_OURS: Final = ("govkg", "serve")
_UVICORN: Final = ("uvicorn", "--factory", "--no-access-log", "--no-server-header")
_GRANIAN: Final = ("granian", "--interface", "asgi", "--factory", "--no-ws", "--http", "1")


@dataclass(frozen=True, slots=True)
class Server:
    """A way to serve: *command* without address and project, after ``python -m``.

    *project* is the option that names the project, or ``None``: the command finds the application
    by itself, and that finds the project.
    """

    name: str
    command: tuple[str, ...]
    project: str | None = None


SERVERS: Final = (
    Server("uvicorn, uvloop and httptools", (*_UVICORN, "--loop", "uvloop", "--http", "httptools")),
    Server("uvicorn, asyncio and httptools", (*_UVICORN, "--loop", "asyncio")),
    Server("uvicorn, uvloop and h11", (*_UVICORN, "--loop", "uvloop", "--http", "h11")),
    Server("granian, uvloop", (*_GRANIAN, "--loop", "uvloop")),
    Server("govkg serve, one process", (*_OURS, "--processes", "1"), "--project"),
    Server("govkg serve, two processes", (*_OURS, "--processes", "2"), "--project"),
)


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests a second, by what was asked for, and bytes of memory at the end."""

    server: str
    rates: dict[str, float]
    memory: int


def measure_servers(project: Path, documents: tuple[str, ...], seconds: int) -> Iterator[Figures]:
    """Ask each server that is installed for one page again and again, and for *documents*."""
    for server in SERVERS:
        if find_spec(server.command[0]):
            yield _measure(server, project.resolve(), documents, seconds)


def _measure(server: Server, project: Path, documents: tuple[str, ...], seconds: int) -> Figures:
    port = free_port()
    address = ("--host", HOST, "--port", str(port))
    what = (server.project, str(project)) if server.project else (_MAKE,)
    command = [sys.executable, "-W", "ignore", "-m", *server.command, *address, *what]
    environment = {
        PROJECT: str(project),
        "PYTHONPATH": str(Path.cwd()),
        "GOVKG_CACHE_BYTES": str(64 * 2**20),
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        running(command, folder=Path(folder), environment=environment) as pid,
    ):

        def answers() -> bool:
            with Connection(port) as connection:
                return connection.get("/ready").status == _OK

        wait_for(answers, pid=pid)
        settle(pid)
        half = len(documents) // 2
        asked = {
            "a page, again": (f"{documents[0]}.en.html",),
            "documents, each once": tuple(f"{path}.ttl" for path in documents[:half]),
            "pages, each once": tuple(f"{path}.en.html" for path in documents[half:]),
        }
        rates = {
            name: apply_load(Load(port, paths), _CLIENTS, seconds).rate
            for name, paths in asked.items()
        }
        return Figures(server.name, rates, memory_of(pid))
