"""Representations on their way out: named by validators, made once, compressed where asked.

A strong entity tag says all that a body depends on: release, software, path, format, language and
content coding (RFC 9110, section 8.8.3). So whoever has it is told so before anything is made.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Final

from anyio import to_thread
from fastapi import Request
from fastapi.responses import Response

from govkg.memory import BoundedMemory
from govkg.negotiation import accepts_coding

SHORT: Final = "public, max-age=60, stale-while-revalidate=600"
"""For what the next release may change."""
IMMUTABLE: Final = "public, max-age=31536000, immutable"
"""For what belongs to one release."""

_GZIP: Final = "gzip"
_GZIP_LEVEL: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """One form of a resource.

    *release* is an id; *parts* are what the body depends on beside release, software, language and
    coding; *modified* is when it came to be public; *vary* names the headers that chose it;
    *is_quick* says whether the body is made in a few milliseconds; it is asked before it is made.
    """

    release: str
    parts: tuple[str, ...]
    content_type: str
    modified: datetime | None = None
    language: str = ""
    vary: tuple[str, ...] = ()
    cache_control: str = SHORT
    is_quick: Callable[[], bool] = bool
    headers: Mapping[str, str] = field(default_factory=dict)


@cache
def _build() -> str:
    return version("govkg")


def etag(*parts: str) -> str:
    """Make a strong entity tag of what determines an answer; the software's version is added."""
    digest = hashlib.sha256("\0".join((_build(), *parts)).encode()).hexdigest()
    return f'"{digest[:24]}"'


def is_known(request: Request, tag: str, modified: datetime | None = None) -> bool:
    """Say whether the client has the answer already (RFC 9110, sections 13.1.2 and 13.1.3).

    Tags are compared weakly; the date counts only where no tag was sent.
    """
    header = request.headers.get("if-none-match")
    if header is not None:
        known = [item.strip().removeprefix("W/") for item in header.split(",")]
        return tag in known or known == ["*"]
    since = request.headers.get("if-modified-since")
    if since is None or modified is None:
        return False
    try:
        seen = parsedate_to_datetime(since)
    except ValueError:
        return False
    return seen.tzinfo is not None and modified.replace(microsecond=0) <= seen


@lru_cache(maxsize=256)  # every answer says when the release came
def http_date(time: datetime) -> str:
    """Write a *time* as headers have it (RFC 9110, section 5.6.7).

    >>> http_date(datetime(2024, 5, 9, tzinfo=UTC))
    'Thu, 09 May 2024 00:00:00 GMT'
    """
    return format_datetime(time.astimezone(UTC), usegmt=True)


def coding_for(request: Request) -> str:
    """Give the content coding that the client asks for, empty where it asks for none of ours."""
    return _GZIP if accepts_coding(request.headers.get("accept-encoding"), _GZIP) else ""


def compress(body: bytes) -> bytes:
    """Pack *body* with gzip; the same body gives the same bytes."""
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


async def respond(
    request: Request,
    bodies: BoundedMemory[bytes],
    representation: Representation,
    make: Callable[[], bytes],
) -> Response:
    """Answer 304 where the client has it, else a body from *bodies*, or what *make* gives.

    *make* runs in a thread, unless it is quick: until the thread gives back the interpreter,
    nobody else is answered either, and to go there and back takes a tenth of what it does.
    """
    coding = coding_for(request)
    known = representation
    tag = etag(known.release, *known.parts, known.content_type, known.language, coding)
    headers = _headers(known, tag)
    if is_known(request, tag, known.modified):
        headers.pop("Link", None)  # stored with the body, and three quarters of what would be sent
        return Response(status_code=304, headers=headers)
    body = bodies.get(tag)
    if body is None:
        if known.is_quick():
            body = _made(make, coding)
        else:
            body = await to_thread.run_sync(_made, make, coding)
        bodies.put(tag, body, len(body))
    if coding:
        headers["Content-Encoding"] = coding
    if known.language:
        headers["Content-Language"] = known.language
    return Response(body, headers={**headers, "Content-Type": known.content_type})


def _headers(known: Representation, tag: str) -> dict[str, str]:
    """Give the headers that a 304 has, too, but for links (RFC 9110, section 15.4.5)."""
    headers = {
        **known.headers,
        "ETag": tag,
        "Vary": ", ".join((*known.vary, "Accept-Encoding")),
        "Cache-Control": known.cache_control,
        "Govkg-Release": known.release,
    }
    if known.modified is not None:
        headers["Last-Modified"] = http_date(known.modified)
    return headers


def _made(make: Callable[[], bytes], coding: str) -> bytes:
    body = make()
    return compress(body) if coding else body
