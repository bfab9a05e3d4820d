"""Other stores, real ones and one that misbehaves, each started and stopped for a test."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from bench.peers.processes import free_port
from listening import Quiet, listening

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Store:
    """The addresses of a store: for queries, and of its Graph Store Protocol."""

    query: str
    graphs: str


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nobody listens on {port}")


@contextmanager
def oxigraph(folder: Path, port: int | None = None) -> Iterator[Store]:
    """Serve what is in *folder* with the server of Oxigraph."""
    port = port or free_port()
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("the server of Oxigraph is not installed")
    command = [str(program), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            yield Store(f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/store")
        finally:
            process.terminate()


@contextmanager
def virtuoso(folder: Path) -> Iterator[Store]:
    """Serve an empty Virtuoso whose public may write."""
    server, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt") or shutil.which("isql-v")
    if server is None or shell is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource-7)")
    sql, port = free_port(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(sql=sql, port=port), encoding="utf-8")
    command = [server, "+foreground", "+configfile", "virtuoso.ini"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(port)
            grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'
            subprocess.run([shell, f"127.0.0.1:{sql}", "dba", "dba", grant], check=True)
            address = f"http://127.0.0.1:{port}"
            yield Store(f"{address}/sparql", f"{address}/sparql-graph-crud")
        finally:
            process.terminate()


_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 10000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows = 1000000
"""

Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def strange(answer: Answer) -> Iterator[str]:
    """Serve a store that answers each query as *answer* does; give its address."""

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the library calls
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

    with listening(Handler) as port:
        yield f"http://127.0.0.1:{port}/sparql"
