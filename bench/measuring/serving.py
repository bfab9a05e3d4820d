"""How many documents, pages and files a second: ours, those of peers, and of servers without us."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final

from bench.generation.outline import Outline
from bench.measuring.load import Load, Pressure, Throughput, apply_load
from bench.peers.files import has_nginx, start_nginx
from bench.peers.ours import NAME
from bench.peers.processes import finish_load, free_port, running, wait_for
from bench.peers.publishers import Publisher
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection, Reply
from bench.workload.requests import EXTENSIONS, Work, commitments, describe_paths

BARE: Final = "bare server"
NGINX: Final = "nginx"
_MOST: Final = 4_000
"""Documents a second that are prepared: more than any system finds anew."""
_MANY: Final = 8
"""Clients past which nobody downloads a dump at once."""

Table = dict[str, dict[str, dict[str, dict[str, float]]]]
"""By kind of work, system and number of clients: rates, times in milliseconds, failures."""
Running = Sequence[tuple[Publisher, Endpoint]]
Asked = tuple[Callable[[], Work], str, Endpoint]
"""What makes the work of each turn, for which system, and where that listens."""


class Serving:
    """Measures one project that is being served, each kind of work under the same *pressure*."""

    def __init__(self, outline: Outline, pressure: Pressure) -> None:
        """Begin with nothing measured."""
        self._outline = outline
        self._pressure = pressure
        self._used = 0
        self.table: Table = {}

    def documents(
        self,
        ours: Mapping[str, Endpoint],
        endpoints: Mapping[str, Endpoint],
        publishers: Running,
    ) -> None:
        """Ask for documents that are found anew, of us, of endpoints and of publishers."""
        for clients in self._pressure.clients:
            for extension in EXTENSIONS:
                self._by_turns([*self._documents(extension, ours, publishers)], clients)
            for name, endpoint in endpoints.items():
                paths = describe_paths(endpoint.path, self._next())
                work = Work("document ttl", paths, {"Accept": "text/turtle"})
                self._measure(work, name, endpoint, clients)

    def _documents(
        self, extension: str, ours: Mapping[str, Endpoint], publishers: Running
    ) -> Iterator[Asked]:
        """Give what asks everyone for documents in one format, others each time."""
        kind = f"document {extension}"

        def of_ours() -> Work:
            return Work(kind, tuple(f"{path}.{extension}" for path in self._next()))

        def of_publisher(media_type: str) -> Work:
            return Work(kind, self._next(), {"Accept": media_type})

        for name, endpoint in ours.items():
            yield of_ours, name, endpoint
        for publisher, endpoint in publishers:
            if extension in publisher.formats:
                make = partial(of_publisher, publisher.formats[extension])
                yield make, publisher.name, endpoint

    def repeated(self, ours: Endpoint, entity: str, publishers: Running) -> None:
        """Ask for the same again and again, then as one who knows it; beside a bare server."""
        for name, extension in (("page", "en.html"), ("document", "ttl")):
            path = f"{entity}.{extension}"
            with Connection(ours.port) as connection:
                reply = connection.get(path)
                known = {"If-None-Match": reply.headers.get("etag", "")}
                unchanged = connection.get(path, known)
            cached = Work(f"cached {name}", (path,))
            self._beside_bare(cached, ours, reply)
            self._beside_bare(Work(f"unchanged {name}", (path,), known), ours, unchanged)
            for publisher, endpoint in publishers:
                work = Work(cached.name, (entity,), {"Accept": publisher.formats[extension]})
                self._everyone(work, publisher.name, endpoint)

    def pages(self, ours: Endpoint, pages: Mapping[str, tuple[str, ...]]) -> None:
        """Ask for the *pages* of each kind."""
        for name, paths in pages.items():
            self._everyone(Work(name, paths), NAME, ours)

    def dump(self, ours: Endpoint, folder: Path, file: Path, path: str) -> None:
        """Download *file*, which is at *path* of ours, beside nginx."""
        with ExitStack() as stack:
            asked: list[Asked] = [(partial(Work, "dump", (path,)), NAME, ours)]
            if has_nginx():
                nginx = stack.enter_context(start_nginx(folder, file.parent))
                asked.append((partial(Work, "dump", (f"/{file.name}",)), NGINX, nginx))
            for clients in (number for number in self._pressure.clients if number <= _MANY):
                self._by_turns(asked, clients)

    def _beside_bare(self, work: Work, ours: Endpoint, answer: Reply) -> None:
        with bare(answer) as server:
            for clients in self._pressure.clients:
                self._by_turns([(lambda: work, NAME, ours), (lambda: work, BARE, server)], clients)

    def _everyone(self, work: Work, system: str, endpoint: Endpoint) -> None:
        for clients in self._pressure.clients:
            self._measure(work, system, endpoint, clients)

    def _next(self) -> tuple[str, ...]:
        """Give entities that were not asked for yet, as long as there are any."""
        total = self._outline.scale.commitments
        number = min(_MOST * self._pressure.seconds, total)
        start = self._used % max(1, total - number)
        self._used += number // 2
        return commitments(self._outline, start=start, number=number)

    def _by_turns(self, asked: Sequence[Asked], clients: int) -> None:
        """Ask all, again and again; keep of each the load with the median rate."""
        done: dict[tuple[str, str], list[Throughput]] = {}
        for _ in range(self._pressure.turns):
            for make, system, endpoint in asked:
                work = make()
                load = self._load(work, endpoint, clients)
                done.setdefault((work.name, system), []).append(load)
        for (kind, system), loads in done.items():
            median = sorted(loads, key=lambda load: load.rate)[len(loads) // 2]
            self._keep(kind, system, clients, median)

    def _measure(self, work: Work, system: str, endpoint: Endpoint, clients: int) -> None:
        self._keep(work.name, system, clients, self._load(work, endpoint, clients))

    def _load(self, work: Work, endpoint: Endpoint, clients: int) -> Throughput:
        finish_load(endpoint.pid)  # of the clients before
        load = Load(endpoint.port, work.paths, work.headers)
        return apply_load(load, clients, self._pressure.seconds)

    def _keep(self, kind: str, system: str, clients: int, done: Throughput) -> None:
        self.table.setdefault(kind, {}).setdefault(system, {})[str(clients)] = asdict(done)


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
