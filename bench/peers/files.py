"""nginx, which sends files as fast as the kernel can."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bench.peers.processes import free_port, running, wait_for
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection

_SETTINGS: Final = """\
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp;
  uwsgi_temp_path temp; scgi_temp_path temp;
  server {{ listen 127.0.0.1:{port}; root {root}; }}
}}
"""


def has_nginx() -> bool:
    """Say whether nginx is installed."""
    return shutil.which("nginx") is not None


@contextmanager
def start_nginx(folder: Path, root: Path) -> Iterator[Endpoint]:
    """Serve the files in *root*."""
    port = free_port()
    settings = _SETTINGS.format(port=port, root=root.resolve())
    (folder / "nginx.conf").write_text(settings, encoding="utf-8")
    command: list[str | Path] = ["nginx", "-p", folder, "-c", "nginx.conf", "-e", "error.log"]
    with running(command, folder=folder) as pid:
        endpoint = Endpoint(port, "/", pid)

        def answers() -> bool:
            with Connection(port) as connection:
                return connection.get("/").status > 0

        wait_for(answers, pid=pid)
        yield endpoint
