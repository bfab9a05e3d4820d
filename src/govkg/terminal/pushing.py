"""``govkg push``: load a release into another store (SPARQL 1.1 Graph Store HTTP Protocol)."""

from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from rich.console import Console
from rich.progress import Progress

from govkg.errors import RequestError, StoreError
from govkg.graph.dumps import open_dump
from govkg.graph.line import Line
from govkg.graph.remote import Remote, count_triples
from govkg.release.layout import Layout
from govkg.release.manifest import graph_of, read_manifest

_LINES_AT_ONCE: Final = 50_000
_SECONDS: Final = 600.0


def push(layout: Layout, graph_store: str, endpoint: Remote) -> int:
    """Put the merge of a release into the graph of its name, and give how many triples that are.

    Whatever was in that graph gives way, so that a push that was stopped is just run again. At the
    *endpoint* they are counted afterwards. Which graph is asked is for the server to say, so that
    readers never see a part of one.

    Raises:
        StoreError: the store refuses, cannot be reached, or has another number of triples then.
    """
    manifest = read_manifest(layout.manifest)
    address = f"{graph_store}?{urlencode({'graph': endpoint.graph})}"
    _send("DELETE", address, endpoint)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"release {manifest.id}", total=manifest.triples)
        for block in _blocks(layout.merge):
            _send("POST", address, endpoint, block)
            progress.advance(task, block.count(b"\n"))
    try:
        found = count_triples(endpoint, seconds=_SECONDS)
    except RequestError as error:
        raise StoreError(
            f"{endpoint.url}: the triples that were pushed cannot be counted there; is it the "
            "SPARQL endpoint of the same store, and may GOVKG_STORE_USER ask it?"
        ) from error
    if found != manifest.triples:
        raise StoreError(
            f"{graph_store}: {found:,} triples in <{endpoint.graph}> where "
            f"{manifest.triples:,} were pushed"
        )
    return found


def remote_of(layout: Layout, url: str, authorization: str) -> Remote:
    """Name the graph that a release has in the store at *url*."""
    return Remote(url, graph_of(read_manifest(layout.manifest)), authorization)


def _blocks(file: Path) -> Iterator[bytes]:
    with open_dump(file) as lines:
        while block := b"".join(islice(lines, _LINES_AT_ONCE)):
            yield block


def _send(method: str, address: str, endpoint: Remote, body: bytes | None = None) -> None:
    headers = {"Content-Type": "application/n-triples"} if body else {}
    try:
        with Line(address, endpoint.authorization) as line:
            response = line.send(method, body, headers, seconds=_SECONDS)
            response.read()
    except (OSError, HTTPException) as error:
        raise StoreError(f"{address}: {error}") from error
    if method == "DELETE" and response.status == HTTPStatus.NOT_FOUND:  # there was nothing yet
        return
    if response.status >= HTTPStatus.MULTIPLE_CHOICES:
        raise StoreError(
            f"{address}: {method} was answered {response.status}{_remedy(response.status)}"
        )


def _remedy(status: int) -> str:
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return "; GOVKG_STORE_USER and GOVKG_STORE_PASSWORD must name who may write there"
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return "; is this the address of its Graph Store Protocol?"
    return "; look at its log, then push again"
