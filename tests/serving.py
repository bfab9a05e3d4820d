"""A server as people start it, in a process of its own."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 20.0
"""Seconds to wait for a server."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run ``govkg serve`` for the project in *folder*; give its address without a slash."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "govkg", "serve", "--project", str(folder)]
    with subprocess.Popen([*command, "--port", str(port)]) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(f"{address}/health")
            yield address
        finally:
            process.terminate()


def _wait_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(address, timeout=1).close()  # noqa: S310  # loopback
        except urllib.error.URLError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"no server at {address}")
