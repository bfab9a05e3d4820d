"""Headers of every response, errors and preflights included: CORS and what keeps pages safe.

Sent whether or not the request has an ``Origin``: so a shared cache never keeps an answer that a
browser elsewhere may not read. There are no credentials, so that ``*`` is right (Fetch, 3.2).
"""

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS: Final = "GET, HEAD, POST, QUERY, OPTIONS"

_ALWAYS: Final = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        (
            b"Content-Location, ETag, Govkg-Release, Link, Location, Memento-Datetime, RateLimit, "
            b"RateLimit-Policy, Retry-After"
        ),
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_PREFLIGHT: Final = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": (
        "Accept, Accept-Datetime, Accept-Language, Content-Type, If-Modified-Since, If-None-Match, "
        "Range"
    ),
    "Access-Control-Max-Age": "86400",
}
_PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'{styles}; script-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_POLICY: Final = "Content-Security-Policy"
_TYPE: Final = b"content-type"
_PAGE: Final = b"text/html"
_EDITOR_STYLE: Final = "sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk="
EDITOR_POLICY: Final = {_POLICY: _PAGE_POLICY.format(styles=f" '{_EDITOR_STYLE}'")}
"""For the page of the query editor, which adds one style sheet of its own."""


class CommonHeaders:
    """The outermost layer of the application."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer ``OPTIONS`` here, and pass everything else on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_ALWAYS]
                if any(one == _TYPE and kind.startswith(_PAGE) for one, kind in message["headers"]):
                    headers = MutableHeaders(raw=message["headers"])
                    headers.setdefault(_POLICY, _PAGE_POLICY.format(styles=""))
            await send(message)

        app = Response(status_code=204, headers=_PREFLIGHT) if _is_options(scope) else self._app
        await app(scope, receive, send_with_headers)


def _is_options(scope: Scope) -> bool:
    return bool(scope["method"] == "OPTIONS")
