"""The server's own address, as its clients see it, and what of it a request may decide."""

import re
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from govkg.errors import BadRequestError
from govkg.settings import Settings
from govkg.web.addressing.proxies import original, read_hops, trusts

_HOST: Final = re.compile(r"(?P<name>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::\d{1,5})?")
_PREFIX: Final = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_ANY: Final = "*"
_KEY: Final = "govkg.origin"
_REMEMBERED: Final = 256
"""Peers and hosts that are remembered: most requests have the ones of the request before."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where this server is: *url* without a last slash, *prefix* the path before all of its paths.

    *url* goes where addresses leave the server (``Location``, feeds, sitemaps); links in pages
    carry the *prefix* alone, and so stay on the server that was asked.
    """

    url: str
    prefix: str = ""

    def absolute(self, path: str) -> str:
        """Give the public address of *path*.

        >>> Origin("https://a.org/b", "/b").absolute("/c")
        'https://a.org/b/c'
        """
        return f"{self.url}{path}"

    def local(self, path: str) -> str:
        """Give *path* as a link on this server has it.

        >>> Origin("https://a.org/b", "/b").local("/c")
        '/b/c'
        """
        return f"{self.prefix}{path}"


_UNKNOWN: Final = Origin("")
"""Of a request that was refused before it was known where the server is."""

Refuse = Callable[[Request, Exception], Awaitable[Response]]


class OriginMiddleware:
    """Find out where the server is for each request; refuse a host that is not its own.

    Behind it, paths are without a prefix, and client, scheme and host are the original ones.
    """

    def __init__(self, app: ASGIApp, settings: Settings, refuse: Refuse) -> None:
        """Wrap *app*; hear the proxies and know the hosts of *settings*; *refuse* all others."""
        self._app = app
        self._refuse = refuse
        self._trusted = settings.trusted_proxies
        self._trusts = lru_cache(_REMEMBERED)(partial(trusts, self._trusted))
        self._origin = lru_cache(_REMEMBERED)(self._origin_at)
        self._prefix = settings.root_path
        self._public_url = settings.public_url
        public = [urlsplit(settings.public_url).netloc] if settings.public_url else []
        self._any = _ANY in settings.hosts
        self._known = _LOCAL | _names([*settings.hosts, *public])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 to an unknown host, and pass everything else on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            found = self._locate(scope)
        except BadRequestError as error:
            response = await self._refuse(Request(scope), error)
            await response(scope, receive, send)
            return
        await self._app(found, receive, send)

    def _locate(self, scope: Scope) -> Scope:
        """Give the scope of the original request, with its `Origin`.

        Raises:
            BadRequestError: it came to a host that is not known.
        """
        found = dict(scope)
        found["headers"] = list(scope["headers"])
        headers = MutableHeaders(scope=found)
        prefix = self._prefix
        peer = scope["client"][0] if scope.get("client") else ""
        if self._trusts(peer):
            hop = original(read_hops(headers), self._trusted)
            if hop.scheme in {"http", "https"}:
                found["scheme"] = hop.scheme
            if hop.host:
                headers["host"] = hop.host
            if hop.client:
                found["client"] = (hop.client, 0)
            prefix = _prefix(headers) or prefix
        host = headers.get("host") or _own_host(scope)
        found[_KEY] = self._origin(found["scheme"], host, prefix)
        if prefix:
            _strip(found, prefix)
        return found

    def _origin_at(self, scheme: str, host: str, prefix: str) -> Origin:
        self._check(host)
        return Origin(self._public_url or f"{scheme}://{host}{prefix}", prefix)

    def _check(self, host: str) -> None:
        match = _HOST.fullmatch(host)
        if match is None or not (self._any or match["name"].lower() in self._known):
            raise BadRequestError(
                f"This server does not answer for the host “{host}”. Its keeper names the hosts "
                "that it answers for in GOVKG_HOSTS or GOVKG_PUBLIC_URL.",
                host=host,
            )


def _names(hosts: Iterable[str]) -> set[str]:
    """Give the names of *hosts*, without ports, in lower case."""
    matches = [_HOST.fullmatch(host) for host in hosts]
    return {match["name"].lower() for match in matches if match}


def _own_host(scope: Scope) -> str:
    host, port = scope.get("server") or ("localhost", None)
    return f"{host}:{port}" if port else str(host)


def _prefix(headers: Headers) -> str:
    said = headers.get("x-forwarded-prefix", "").rstrip("/")
    return said if _PREFIX.fullmatch(said) else ""


def _strip(scope: Scope, prefix: str) -> None:
    """Take *prefix* off a path, if the proxy has not done so."""
    raw: bytes = scope["raw_path"]
    before = prefix.encode("ascii")
    if raw == before or raw.startswith(before + b"/"):
        scope["raw_path"] = raw.removeprefix(before) or b"/"
        scope["path"] = scope["path"].removeprefix(prefix) or "/"


def origin_of(request: Request) -> Origin:
    """Give the origin of the server as *request* sees it."""
    origin: Origin = request.scope.get(_KEY, _UNKNOWN)
    return origin


async def _here(request: Request) -> Origin:
    return origin_of(request)


Here = Annotated[Origin, Depends(_here)]
"""The server's own address, as a parameter of a route."""
