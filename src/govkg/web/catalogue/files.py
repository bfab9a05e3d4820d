"""Public files on their way out: ranges, validators, packed or not."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import anyio
from fastapi import Request
from fastapi.responses import FileResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from govkg.graph.dumps import open_dump
from govkg.negotiation import accepts_coding
from govkg.release.layout import Layout
from govkg.release.manifest import PublicFile
from govkg.web.responses.caching import IMMUTABLE, is_known
from govkg.web.responses.reading import read_pieces

_MEGABYTE: Final = 1024 * 1024
_WHOLE: Final = "http.response.pathsend"
"""An extension of ASGI: a file is named to whoever can send it faster, here to us."""


class SentFile(FileResponse):
    """A file or a part of it, in pieces that are large enough to be fast."""

    chunk_size = _MEGABYTE

    def __init__(
        self, path: Path, headers: Mapping[str, str] | None = None, *, media_type: str | None = None
    ) -> None:
        """Look at the file at once: to have a thread look takes much longer."""
        super().__init__(path, headers=headers, media_type=media_type, stat_result=path.stat())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""

        async def send_content(message: Message) -> None:
            if message["type"] == _WHOLE:
                await _send_whole(message["path"], receive, send)
            else:
                await send(message)

        extensions = {**scope.get("extensions", {}), _WHOLE: {}}
        await super().__call__({**scope, "extensions": extensions}, receive, send_content)


async def _send_whole(path: str, receive: Receive, send: Send) -> None:
    """Send what a file holds, as long as there is somebody who reads it."""
    with Path(path).open("rb", buffering=0) as file:  # noqa: ASYNC230  # as quick as a thread is
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(_hear_the_end, receive, tasks.cancel_scope)
            async for piece in read_pieces(file.fileno()):
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            # Never where the client has gone: what was sent by then is not the whole.
            await send({"type": "http.response.body"})
            tasks.cancel_scope.cancel()


async def _hear_the_end(receive: Receive, sending: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    sending.cancel()


def send_file(
    request: Request, layout: Layout, file: PublicFile, said: Mapping[str, str]
) -> Response:
    """Send a file of a release, or the part of it that is asked for (RFC 9110, section 14).

    *said* are headers more.
    """
    headers = {
        **_headers(layout, said),
        "Content-Type": file.content_type,
        "ETag": f'"{file.sha256}"',
        "Repr-Digest": _digest(file),
    }
    if is_known(request, headers["ETag"]):
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    return SentFile(layout.files / file.name, headers=headers)


def send_unpacked(
    request: Request, layout: Layout, packed: PublicFile, said: Mapping[str, str]
) -> Response:
    """Send what a *packed* file holds.

    Who accepts gzip gets the file, or the part of it that is asked for, as the coding of what it
    says (RFC 9110, section 8.4); all others get it unpacked on the way, without parts and without
    a length. *said* are headers more.
    """
    gzipped = accepts_coding(request.headers.get("accept-encoding"), "gzip")
    headers = {
        **_headers(layout, said),
        "Content-Type": packed.media_type,
        "ETag": f'"{packed.sha256}-{"gzip" if gzipped else "plain"}"',
        "Vary": "Accept-Encoding",
    }
    if gzipped:
        headers |= {"Content-Encoding": "gzip", "Repr-Digest": _digest(packed)}
    if is_known(request, headers["ETag"]):
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    if gzipped:
        return SentFile(layout.files / packed.name, headers=headers)
    # The length is not known, so that HEAD says none either.
    content = _unpacked(layout.files / packed.name) if request.method != "HEAD" else iter(())
    return StreamingResponse(content, headers=headers)


def _digest(file: PublicFile) -> str:
    """Give the digest of what is sent (RFC 9530, section 3)."""
    return f"sha-256=:{b64encode(bytes.fromhex(file.sha256)).decode()}:"


def _headers(layout: Layout, said: Mapping[str, str]) -> dict[str, str]:
    return {**said, "Cache-Control": IMMUTABLE, "Govkg-Release": layout.folder.name}


def _unpacked(file: Path) -> Iterator[bytes]:
    with open_dump(file) as content:
        while chunk := content.read(_MEGABYTE):
            yield chunk
