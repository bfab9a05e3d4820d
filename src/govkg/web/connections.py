"""How answers go out: head and body together, in one packet where they fit into one.

The server writes the head of an answer and then its body, and what it writes goes out at once; so
the system was called twice for each answer, and each client woken for a head without a body.
"""

import asyncio
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_MOST: Final = 64 * 1024
"""Bytes that are held back for a moment; what is more goes out at once."""
_ALONE: Final = b"HTTP/1.1 304 "
"""How a head begins that no body follows (RFC 9110, section 15.4.5)."""


class GatheringTransport:
    """Writes what it was given when the turn of the loop ends that gave it; else as *transport*."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Write to *transport*, in turns of *loop*."""
        self._transport = transport
        self._loop = loop
        self._pieces: list[bytes | memoryview] = []
        self._size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Write *data*, in a moment; what nothing will follow, at once."""
        if not self._pieces:
            if data[: len(_ALONE)] == _ALONE:
                self._transport.write(data)
                return
            self._loop.call_soon(self._flush)
        self._pieces.append(data)
        self._size += len(data)
        if self._size > _MOST:
            self._flush()

    def close(self) -> None:
        """Close the connection, once all is written."""
        self._flush()
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        """Do all else as the transport does it."""
        return getattr(self._transport, name)

    def _flush(self) -> None:
        pieces, self._pieces, self._size = self._pieces, [], 0
        if pieces and not self._transport.is_closing():
            self._transport.writelines(pieces)


class GatheringProtocol(HttpToolsProtocol):
    """The server's own protocol for HTTP, on a transport that gathers."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its parent has it
        """Take up a connection."""
        super().connection_made(GatheringTransport(transport, self.loop))  # type: ignore[arg-type]
