"""How many documents, pages and files a second: ours, those of peers, and of servers without us."""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

from bench.generation.outline import Outline
from bench.measuring.load import CLIENTS, Load, apply_load
from bench.peers.files import has_nginx, start_nginx
from bench.peers.ours import NAME
from bench.peers.processes import free_port, running, wait_for
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection, Reply
from bench.workload.requests import EXTENSIONS, Work, commitments, describe_paths

BARE: Final = "bare server"
NGINX: Final = "nginx"
_TURTLE: Final = {"Accept": "text/turtle"}
_MOST: Final = 4_000
"""Documents a second that are prepared: more than any system answers."""
_DOWNLOADERS: Final = (1, 8)

Table = dict[str, dict[str, dict[str, dict[str, float]]]]
"""By kind of work, system and number of clients: rates, times in milliseconds, failures."""


class Serving:
    """Measures one project that is being served; each kind of work for some *seconds*."""

    def __init__(self, outline: Outline, ours: Endpoint, seconds: int) -> None:
        """Begin with nothing measured."""
        self._outline = outline
        self._ours = ours
        self._seconds = seconds
        self._used = 0
        self.table: Table = {}

    def documents(self, peers: Mapping[str, Endpoint]) -> None:
        """Ask for documents that nobody has asked for before, of us and of endpoints."""
        for clients in CLIENTS:
            for extension in EXTENSIONS:
                paths = tuple(f"{path}.{extension}" for path in self._fresh())
                self._measure(Work(f"document {extension}", paths), NAME, self._ours, clients)
            for name, endpoint in peers.items():
                paths = describe_paths(endpoint.path, self._fresh())
                self._measure(Work("document ttl", paths, _TURTLE), name, endpoint, clients)

    def repeated(self, pages: Mapping[str, str]) -> None:
        """Ask for the same again and again, then as one who knows it; beside a bare server."""
        for name, path in pages.items():
            with Connection(self._ours.port) as connection:
                reply = connection.get(path)
                known = {"If-None-Match": reply.headers.get("etag", "")}
                unchanged = connection.get(path, known)
            works = (
                (Work(f"cached {name}", (path,)), reply),
                (Work(f"unchanged {name}", (path,), known), unchanged),
            )
            for work, answer in works:
                with bare(answer) as server:
                    for clients in CLIENTS:
                        self._measure(work, NAME, self._ours, clients)
                        self._measure(work, BARE, server, clients)

    def pages(self, pages: Mapping[str, tuple[str, ...]]) -> None:
        """Ask for the *pages* of each kind."""
        for name, paths in pages.items():
            for clients in CLIENTS:
                self._measure(Work(name, paths), NAME, self._ours, clients)

    def dump(self, folder: Path, file: Path, path: str) -> None:
        """Download *file*, which is at *path* of ours, beside nginx."""
        for clients in _DOWNLOADERS:
            self._measure(Work("dump", (path,)), NAME, self._ours, clients)
            if has_nginx():
                with start_nginx(folder, file.parent) as nginx:
                    self._measure(Work("dump", (f"/{file.name}",)), NGINX, nginx, clients)

    def _fresh(self) -> tuple[str, ...]:
        """Give entities that were not asked for yet, as long as there are any."""
        total = self._outline.scale.commitments
        number = min(_MOST * self._seconds, total)
        start = self._used % max(1, total - number)
        self._used += number // 2
        return commitments(self._outline, start=start, number=number)

    def _measure(self, work: Work, system: str, endpoint: Endpoint, clients: int) -> None:
        done = apply_load(Load(endpoint.port, work.paths, work.headers), clients, self._seconds)
        self.table.setdefault(work.name, {}).setdefault(system, {})[str(clients)] = asdict(done)


@contextmanager
def bare(answer: Reply) -> Iterator[Endpoint]:
    """Run the bare server, which gives this *answer* to everything."""
    port = free_port()
    # What the server adds by itself is not added twice.
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    command: list[str | Path] = [
        sys.executable,
        *("-m", "bench.peers.bare", str(port), "answer"),
    ]
    root = Path(__file__).parents[2]
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        head = json.dumps([answer.status, headers]).encode()
        (folder / "answer").write_bytes(head + b"\n" + answer.body)
        environment = {"PYTHONPATH": str(root)}
        pid = stack.enter_context(running(command, folder=folder, environment=environment))

        def answers() -> bool:
            with Connection(port) as connection:
                return connection.get("/").status == answer.status

        wait_for(answers, pid=pid)
        yield Endpoint(port, "/", pid)
