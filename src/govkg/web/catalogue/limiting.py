"""How fast one client may ask: counted here, told in each answer, refused with what to do instead.

Headers as the IETF's draft of RateLimit fields has them. Counts are in the memory of one process;
others that answer on the same address have it count for them. Of servers on several machines, the
proxy before them counts.
"""

import math
import time
from collections.abc import Awaitable, Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final, NamedTuple

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from govkg.errors import RateLimitError
from govkg.web.addressing.origin import origin_of

_FREE: Final = ("/health", "/ready", "/metrics", "/static/")
"""What watches the server, and what pages are made of, does not count."""
_SITE_BITS: Final = 64
"""Who has one address of IPv6 has the others below it, too."""


class Verdict(NamedTuple):
    """Whether a request is within the limit, how many more are, and when that begins anew.

    *reset* is in seconds since 1970.
    """

    allowed: bool
    remaining: int
    reset: float


class Limiter:
    """Counts what each client asks for."""

    def __init__(self, limit: str) -> None:
        """Let each client ask as often as *limit* says, such as ``600/minute``."""
        # Most servers have none, and need not load what counts.
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._limit = parse(limit)
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def count(self, client: str) -> Verdict:
        """Count a request of *client*."""
        allowed = self._limiter.hit(self._limit, client)
        stats = self._limiter.get_window_stats(self._limit, client)
        return Verdict(allowed, stats.remaining, stats.reset_time)

    async def hear(self, client: str) -> Verdict:
        """Count a request of *client*; nothing is waited for."""
        return self.count(client)


Hear = Callable[[str], Awaitable[Verdict]]
"""Counts a request of a client."""


class RateLimitMiddleware:
    """Have the requests of each client counted; answer 429 past the limit (RFC 6585)."""

    def __init__(
        self,
        app: ASGIApp,
        limit: str,
        hear: Hear,
        refuse: Callable[[Request, Exception], Awaitable[Response]],
    ) -> None:
        """Wrap *app*; *limit* is such as ``600/minute``, and *hear* counts."""
        from limits import parse

        self._app = app
        self._hear = hear
        self._refuse = refuse
        item = parse(limit)
        self._policy = f'"default";q={item.amount};w={item.get_expiry()}'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within the limit, and say how much of it is left."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        client = client_key(scope["client"][0] if scope.get("client") else "")
        verdict = await self._hear(client)
        wait = max(1, math.ceil(verdict.reset - time.time()))
        told = {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"default";r={verdict.remaining};t={wait}',
        }

        async def send_with_limit(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(told)
            await send(message)

        if verdict.allowed:
            await self._app(scope, receive, send_with_limit)
            return
        request = Request(scope)
        dump = origin_of(request).absolute("/downloads/")
        response = await self._refuse(request, RateLimitError(wait, dump))
        response.headers["Retry-After"] = str(wait)
        await response(scope, receive, send_with_limit)


def client_key(host: str) -> str:
    """Give what a client is known by: its address, or the network of one that has many.

    >>> client_key("192.0.2.1"), client_key("2001:db8::1:2:3:4")
    ('192.0.2.1', '2001:db8::/64')
    """
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _SITE_BITS), strict=False))
    return host
