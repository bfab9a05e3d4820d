"""What is known of a system while it runs, and how each is started with the same data."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.peers.processes import HOST, PeerError, free_port, running, wait_for
from bench.peers.wire import Connection

_BIN: Final = Path(sys.executable).parent
_PROBE: Final = "ASK { ?s ?p ?o }"
LONGEST: Final = 60
"""Seconds after which a query is given up."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL endpoint that answers; *path* is where, *pid* the server's process."""

    port: int
    path: str
    pid: int


@dataclass(frozen=True, slots=True)
class Data:
    """What every system loads: a *dump* (N-Triples), and the *graph* where one has to be named."""

    dump: Path
    graph: str


@dataclass(frozen=True, slots=True)
class System:
    """A system to measure: how it is called, and how it is started.

    *start* takes an empty folder and the data to load; *largest* is the number of commitments past
    which it takes minutes for one query.
    """

    name: str
    version: str
    start: Callable[[Path, Data], AbstractContextManager[Endpoint]]
    largest: int | None = None


def known_peers() -> list[System]:
    """List the peers that are installed here."""
    peers = []
    if (_BIN / "oxigraph").exists():
        oxigraph = version("oxigraph")
        peers.append(System("oxigraph serve", oxigraph, start_oxigraph, largest=100_000))
    virtuoso = shutil.which("virtuoso-t")
    if virtuoso:
        peers.append(System("Virtuoso", _virtuoso_version(virtuoso), start_virtuoso))
    if (_BIN / "rdflib-endpoint").exists():
        rdflib = version("rdflib-endpoint")
        peers.append(System("rdflib-endpoint", rdflib, start_rdflib, largest=10_000))
    return peers


@contextmanager
def start_oxigraph(folder: Path, data: Data) -> Iterator[Endpoint]:
    """Load *data* with ``oxigraph load``, optimise as that advises, and serve it from disk.

    With ``--timeout-s`` it begins a thread for each query that sleeps for all of that time: asked
    6,000 times a second it holds 16,000 of them within seconds, has no memory map left, and ends.
    """
    store = folder / "store"
    for step in (["load", "--file", data.dump], ["optimize"]):
        command = [_BIN / "oxigraph", *step, "--location", store]
        subprocess.run(command, check=True, capture_output=True)
    port = free_port()
    serve: list[str | Path] = [
        _BIN / "oxigraph",
        "serve-read-only",
        "--location",
        store,
        *("--bind", f"{HOST}:{port}"),
    ]
    with running(serve, folder=folder) as pid:
        yield _when_ready(Endpoint(port, "/query", pid))


@contextmanager
def start_rdflib(folder: Path, data: Data) -> Iterator[Endpoint]:
    """Serve *data* with rdflib-endpoint, which loads it into memory."""
    port = free_port()
    command: list[str | Path] = [
        *(_BIN / "rdflib-endpoint", "serve", "--host", HOST, "--port", str(port)),
        *("--store", "default", data.dump),
    ]
    with running(command, folder=folder) as pid:
        yield _when_ready(Endpoint(port, "/", pid))


@contextmanager
def start_virtuoso(folder: Path, data: Data) -> Iterator[Endpoint]:
    """Load *data* with Virtuoso's bulk loader and serve it, with most of the memory it may have."""
    port, sql = free_port(), free_port()
    place = data.dump.parent.resolve()
    settings = _VIRTUOSO.format(
        sql=f"{HOST}:{sql}", http=f"{HOST}:{port}", data=place, graph=data.graph
    )
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    load = f"ld_dir('{place}', '{data.dump.name}', '{data.graph}'); rdf_loader_run(); checkpoint;"
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, folder=folder) as pid:
        wait_for(lambda: _isql(sql, "status();"), pid=pid, pause=0.5)
        if not _isql(sql, load):
            raise PeerError("Virtuoso did not load the data")
        yield _when_ready(Endpoint(port, "/sparql", pid))


def _isql(port: int, statement: str) -> bool:
    command = ["isql-vt", f"{HOST}:{port}", "dba", "dba", f"exec={statement}"]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _virtuoso_version(program: str) -> str:
    said = subprocess.run([program, "-?"], check=False, capture_output=True, text=True)
    lines = (said.stdout + said.stderr).splitlines()
    numbers = [line.split()[1] for line in lines if line.startswith("Version ")]
    return numbers[0] if numbers else "7"


def _when_ready(endpoint: Endpoint) -> Endpoint:
    def answers() -> bool:
        with Connection(endpoint.port) as connection:
            return connection.ask(endpoint.path, _PROBE, "application/sparql-results+json") != b""

    wait_for(answers, pid=endpoint.pid)
    return endpoint


_VIRTUOSO: Final = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
DisableUnixSocket = 1
DirsAllowed = ., {data}
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
MaxQueryMem = 2G
ThreadsPerQuery = 2
ServerThreads = 80
CheckpointInterval = 0
[HTTPServer]
ServerPort = {http}
ServerThreads = 70
[SPARQL]
DefaultGraph = {graph}
"""
"""Buffers for two thirds of 4 GiB, as its manual has it; no limit on rows or time."""
