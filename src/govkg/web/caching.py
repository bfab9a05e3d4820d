"""Validators: what was not changed is not rendered again (RFC 9110, section 13)."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from typing import Final

from fastapi import Request
from fastapi.responses import Response

_FRESH: Final = "public, max-age=60"


@cache
def _build() -> str:
    return version("govkg")


def etag(*parts: str) -> str:
    """Make a strong entity tag of what determines an answer; the software's version is added."""
    digest = hashlib.sha256("\0".join((_build(), *parts)).encode()).hexdigest()
    return f'"{digest[:24]}"'


def matches(request: Request, tag: str) -> bool:
    """Say whether the client has the answer already (RFC 9110, section 13.1.2: weak comparison)."""
    header = request.headers.get("if-none-match", "")
    known = [item.strip().removeprefix("W/") for item in header.split(",")]
    return tag in known or known == ["*"]


def answer_cached(
    request: Request, tag: str, headers: dict[str, str], render: Callable[[], bytes]
) -> Response:
    """Answer 304 where the client has it, else what *render* gives."""
    validators = {**headers, "ETag": tag, "Cache-Control": _FRESH}
    if matches(request, tag):
        del validators["Content-Type"]
        return Response(status_code=304, headers=validators)
    return Response(render(), headers=validators)
