"""Every request is measured and, where asked for, written down: one line each.

No query, no address of a client: what people look for is nobody's business.
"""

import logging
import os
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from govkg.web.operating.counts import Exchange
from govkg.web.operating.measures import Measures
from govkg.web.responses.ready import ReadyAnswer

REQUESTS: Final = "govkg.requests"
"""The name under which requests are logged."""

ROUTES: Final = "govkg.routes"
"""Where a request keeps the routes that took it."""

_REQUEST_ID: Final = b"x-request-id"
_LOGGER: Final = logging.getLogger(REQUESTS)
NO_ANSWER: Final = 499
"""Said of a request whose client went before it was answered, as nginx has it."""


class ObservationMiddleware:
    """The outermost layer: sees what a client gets, recalled or not."""

    def __init__(
        self, app: ASGIApp, measures: Measures, *, find: Callable[[Scope], ReadyAnswer | None]
    ) -> None:
        """Wrap *app*, some of whose answers one can *find* without it; count in *measures*."""
        self._app = app
        self._measures = measures
        self._find = find
        # With the server's own name ahead of it, each number names one request.
        self._name = os.urandom(4).hex()
        self._numbers = count()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and count it when its answer is over."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        scope[ROUTES] = []
        name = self._next_name()
        header = (_REQUEST_ID, name.encode("ascii"))
        status, size = NO_ANSWER, 0

        async def send_observed(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                # Another message: this one may be kept, and said again.
                message = {**message, "headers": [*message["headers"], header]}
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_observed)
        except Exception:
            status = 500
            raise
        finally:
            self._record(name, scope, begun, status, size)

    def recall(self, scope: Scope) -> ReadyAnswer | None:
        """Give an answer that is found at once, for who can write it as it is, and count it."""
        begun = time.perf_counter()
        found = self._find(scope)
        if found is None:
            return None
        status, head, body = found
        name = self._next_name()
        self._record(name, scope, begun, status, len(body))
        line = b"%s: %s\r\n" % (_REQUEST_ID, name.encode("ascii"))
        return ReadyAnswer(status, head + line, body)

    def _next_name(self) -> str:
        return f"{self._name}{next(self._numbers):08x}"

    def _record(self, name: str, scope: Scope, begun: float, status: int, size: int) -> None:
        seconds = time.perf_counter() - begun
        exchange = Exchange(scope["method"], _route(scope), status, seconds, size)
        self._measures.count(exchange)
        if _LOGGER.isEnabledFor(logging.INFO):
            _LOGGER.info("request", extra={"facts": _facts(name, scope, exchange)})


class RouteMiddleware:
    """The innermost layer: keeps which route took a request, for those further out to see."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap *app*."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on. Layers between copy the scope, but not what is in it."""
        try:
            await self._app(scope, receive, send)
        finally:
            if "route" in scope and ROUTES in scope:
                scope[ROUTES].append(scope["route"].path)


def _route(scope: Scope) -> str:
    if scope[ROUTES]:
        return str(scope[ROUTES][-1])
    return "/static" if scope["path"].startswith("/static/") else "none"


def _facts(name: str, scope: Scope, exchange: Exchange) -> Mapping[str, object]:
    return {
        "id": name,
        "method": exchange.method,
        "path": scope["path"],
        "route": exchange.route,
        "status": exchange.status,
        "bytes": exchange.size,
        "seconds": round(exchange.seconds, 6),
    }
