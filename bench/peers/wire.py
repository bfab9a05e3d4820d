"""One connection to a server on the loopback, kept open: what a program's HTTP client does."""

from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlencode

from bench.peers.processes import HOST, PeerError

_SECONDS: Final = 300.0
_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Reply:
    """A response, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """Asks one question after another; use as a context."""

    def __init__(self, port: int, *, source: str = HOST) -> None:
        """Connect from the address *source* when the first question is asked."""
        self._http = HTTPConnection(HOST, port, timeout=_SECONDS, source_address=(source, 0))

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._http.close()

    def connect(self) -> None:
        """Connect now, so that it is not measured."""
        self._http.connect()

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Get *path*."""
        self._http.request("GET", path, headers=dict(headers or {}))
        return self._read()

    def ask(self, path: str, query: str, accept: str) -> bytes:
        """Ask a SPARQL *query* by POST (SPARQL 1.1 Protocol, section 2.1.2).

        Raises:
            PeerError: the answer is no success.
        """
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": accept}
        self._http.request("POST", path, urlencode({"query": query}), headers)
        reply = self._read()
        if reply.status != _OK:
            raise PeerError(f"status {reply.status}: {reply.body[:300]!r}")
        return reply.body

    def _read(self) -> Reply:
        response = self._http.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, headers, response.read())
