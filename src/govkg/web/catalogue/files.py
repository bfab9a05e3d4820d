"""Public files on their way out: ranges, validators, and gzip that is packed already."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from fastapi import Request
from fastapi.responses import FileResponse, Response, StreamingResponse

from govkg.graph.dumps import open_dump
from govkg.negotiation import accepts_coding
from govkg.release.layout import Layout
from govkg.release.manifest import PACKED, PublicFile, read_manifest
from govkg.web.responses.caching import IMMUTABLE, is_known

_MEGABYTE: Final = 1024 * 1024


class SentFile(FileResponse):
    """A file or a part of it, in pieces that are large enough to be fast."""

    chunk_size = _MEGABYTE


def send_file(
    request: Request, layout: Layout, file: PublicFile, said: Mapping[str, str]
) -> Response:
    """Send a file of a release, or the part of it that is asked for (RFC 9110, section 14).

    Who accepts gzip gets the packed file that stands beside a plain one. *said* are headers more.
    """
    manifest = read_manifest(layout.manifest)
    packed = manifest.file(f"{file.name}{PACKED}")
    gzipped = packed is not None and accepts_coding(request.headers.get("accept-encoding"), "gzip")
    sent = packed if packed is not None and gzipped else file
    headers = {
        **said,
        "Content-Type": file.content_type,
        "ETag": f'"{sent.sha256}"',
        "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(sent.sha256)).decode()}:",
        "Cache-Control": IMMUTABLE,
        "Govkg-Release": manifest.id,
    }
    if packed is not None:
        headers["Vary"] = "Accept-Encoding"
    if gzipped:
        headers["Content-Encoding"] = "gzip"
    if is_known(request, headers["ETag"]):
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    return SentFile(layout.files / sent.name, headers=headers)


def send_unpacked(
    request: Request, layout: Layout, packed: PublicFile, said: Mapping[str, str]
) -> Response:
    """Send what a *packed* file holds: as it lies there to who accepts gzip, else unpacked.

    What is unpacked on the way has no parts and no length. *said* are headers more.
    """
    gzipped = accepts_coding(request.headers.get("accept-encoding"), "gzip")
    headers = {
        **said,
        "Content-Type": packed.media_type,
        "ETag": f'"{packed.sha256}{"" if gzipped else "-plain"}"',
        "Cache-Control": IMMUTABLE,
        "Govkg-Release": layout.folder.name,
        "Vary": "Accept-Encoding",
    }
    if gzipped:
        digest = b64encode(bytes.fromhex(packed.sha256)).decode()
        headers |= {"Content-Encoding": "gzip", "Repr-Digest": f"sha-256=:{digest}:"}
    if is_known(request, headers["ETag"]):
        del headers["Content-Type"]
        return Response(status_code=304, headers=headers)
    file = layout.files / packed.name
    if gzipped:
        return SentFile(file, headers=headers)
    if request.method == "HEAD":
        return Response(headers=headers)
    return StreamingResponse(_unpacked(file), headers=headers)


def _unpacked(file: Path) -> Iterator[bytes]:
    with open_dump(file) as content:
        while chunk := content.read(_MEGABYTE):
            yield chunk
