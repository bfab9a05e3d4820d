"""An open line to another server: to open one for each question takes as long as many answers."""

import http.client
import socket
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Final, Self
from urllib.parse import urlsplit

_AT_ONCE: Final[int | None] = getattr(socket, "TCP_QUICKACK", None)
"""Say at once what was received, where the system can be told so."""
_ENDED: Final = (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
"""What is heard on a line that the other side has closed since it was used last."""


class Line:
    """A connection to one address, for one thread. It goes through no proxy, and is led nowhere.

    Use as a context, or close it.
    """

    def __init__(self, url: str, authorization: str = "") -> None:
        """Go to *url* from the first request on, with the header *authorization* if it has one."""
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._connection = kind(parts.netloc)
        self._always = {"Authorization": authorization} if authorization else {}
        self._target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"

    def send(
        self, method: str, body: bytes | None, headers: dict[str, str], *, seconds: float
    ) -> HTTPResponse:
        """Send a request, once more where the line had been closed; the caller reads the answer.

        Only what does no harm when it is done twice is sent here: queries, and statements to a set.

        Raises:
            TimeoutError: nothing was heard for *seconds*.
            OSError: the server cannot be reached.
            HTTPException: it does not speak HTTP.
        """
        if self._connection.sock is not None:
            try:
                return self._send(method, body, headers, seconds)
            except _ENDED:
                self.close()
        return self._send(method, body, headers, seconds)

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close it; another request opens it again."""
        self._connection.close()

    def _send(
        self, method: str, body: bytes | None, headers: dict[str, str], seconds: float
    ) -> HTTPResponse:
        connection = self._connection
        connection.timeout = seconds
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
        connection.request(method, self._target, body, {**headers, **self._always})
        # On a line that has been open for a while, a server that waits for us to have heard the
        # first part before it sends the last one would wait 40 ms for nothing.
        if _AT_ONCE is not None and connection.sock is not None:
            connection.sock.setsockopt(socket.IPPROTO_TCP, _AT_ONCE, 1)
        return connection.getresponse()
