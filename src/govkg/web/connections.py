"""How answers go out: head and body together, in one packet where they fit into one.

The server writes the head of an answer and then its body, and what it writes goes out at once; so
the system was called twice for each answer, and each client woken for a head without a body. What
was answered before is whole: it goes out at once, and takes no task of the loop, which costs more
than to find it.
"""

import asyncio
from collections.abc import Callable
from typing import Any, Final, cast

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from govkg.web.responses.ready import ReadyAnswer

_MOST: Final = 64 * 1024
"""Bytes that are held back for a moment; what is more goes out at once."""


class GatheringTransport:
    """Writes what it was given when the turn of the loop ends that gave it; else as *transport*."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Write to *transport*, in turns of *loop*."""
        self._transport = transport
        self._loop = loop
        self._pieces: list[bytes | memoryview] = []
        self._size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Write *data*, in a moment."""
        if not self._pieces:
            self._loop.call_soon(self._flush)
        self._pieces.append(data)
        self._size += len(data)
        if self._size > _MOST:
            self._flush()

    def write_whole(self, head: bytes, body: bytes) -> None:
        """Write an answer that is whole, at once."""
        self._pieces += (head, body)
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


class ReadyProtocol(HttpToolsProtocol):
    """The server's own protocol for HTTP, which writes at once what is ready."""

    def __init__(self, recall: Callable[[Scope], ReadyAnswer | None], **given: Any) -> None:
        """Answer what *recall* knows, and ask the application for all else."""
        super().__init__(**given)
        self._recall = recall

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as its parent has it
        """Take up a connection."""
        self._gathering = GatheringTransport(transport, self.loop)
        super().connection_made(self._gathering)  # type: ignore[arg-type]

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        # What waited behind others takes a task: at once, each would begin the next within itself.
        waits = self.pipeline or self.flow.write_paused
        answer = None if waits else self._recall(cast("Scope", cycle.scope))
        if answer is None:
            self._unset_keepalive_if_required()  # what went out in this turn began it
            super()._start_asgi_task(cycle, app)
        else:
            self._write(cycle, answer)

    def _write(self, cycle: RequestResponseCycle, answer: ReadyAnswer) -> None:
        lines = [b"%s: %s\r\n" % header for header in cycle.default_headers]
        if not cycle.keep_alive:
            lines.append(b"connection: close\r\n")
        head = b"".join([answer.head, *lines, b"\r\n"])
        body = b"" if cycle.scope["method"] == "HEAD" else answer.body
        self._gathering.write_whole(head, body)
        cycle.response_started = cycle.response_complete = True
        if not cycle.keep_alive:
            self._gathering.close()
        cycle.on_response()
        cycle.on_response = _do_nothing  # it would hold the connection, which holds it


def _do_nothing() -> None:
    pass
