"""Public files on their way out: ranges, validators, and gzip that is packed already."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Final

from fastapi import Request
from fastapi.responses import FileResponse, Response

from govkg.negotiation import accepts_coding
from govkg.release.layout import Layout
from govkg.release.manifest import PublicFile, read_manifest
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
    packed = manifest.file(f"{file.name}.gz")
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
