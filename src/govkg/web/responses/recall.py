"""Responses that were given before, given again: to the same request, as long as nothing changed.

Ahead of all that finds answers, for what the server is asked most: a page again, or whether it has
changed. A request is the same if all of its headers are that could matter, so nothing is known here
of what they mean; what a response depends on beside the request is told by `Releases.moment`.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Final, NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from govkg.memory import BoundedMemory
from govkg.web.operating.observation import ROUTES
from govkg.web.responses.ready import ReadyAnswer, make_ready

_METHODS: Final = frozenset({"GET", "HEAD"})
_STATUSES: Final = frozenset({200, 303, 304})
_LARGEST: Final = 512 * 1024
_OVERHEAD: Final = 1536
"""Bytes that a response takes beside its head and its body."""
_IGNORED: Final = frozenset(
    {
        b"user-agent",
        b"connection",
        b"referer",
        b"dnt",
        b"priority",
        b"upgrade-insecure-requests",
        b"sec-ch-ua",
        b"sec-ch-ua-mobile",
        b"sec-ch-ua-platform",
        b"sec-fetch-dest",
        b"sec-fetch-mode",
        b"sec-fetch-site",
        b"sec-fetch-user",
    }
)
"""Headers of a request that no answer depends on; any other is part of the request."""
_FORWARDED: Final = frozenset(
    {
        b"forwarded",
        b"x-forwarded-for",
        b"x-forwarded-host",
        b"x-forwarded-prefix",
        b"x-forwarded-proto",
    }
)
_PERSONAL: Final = frozenset({b"set-cookie", b"ratelimit", b"ratelimit-policy", b"retry-after"})

_KEY: Final = "govkg.recall"
"""Where a request keeps the key under which nothing was found for it."""

Key = tuple[Hashable, ...]


class _Response(NamedTuple):
    """A response, and the *routes* that gave it."""

    answer: ReadyAnswer
    routes: tuple[str, ...]


class Recall:
    """Gives a response again, if it is public and small."""

    def __init__(self, app: ASGIApp, size: int, moment: Callable[[], Hashable]) -> None:
        """Wrap *app*; keep *size* bytes of responses, until *moment* changes or is ``None``."""
        self._app = app
        self._size = size
        self._moment = moment
        self._since: Hashable = None
        self._kept: BoundedMemory[_Response] = BoundedMemory(size)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass the request on and remember the answer."""
        if scope["type"] != "http" or scope["method"] not in _METHODS:
            await self._app(scope, receive, send)
            return
        answer = None if _KEY in scope else self.find(scope)
        if answer is not None:
            for message in answer.tell():
                await send(message)
            return
        kept, moment = self._kept, self._moment()
        recorder = _Recorder(send)
        await self._app(scope, receive, recorder.send)
        response = recorder.response(scope.get(ROUTES, ()))
        # What was said before and after a change may be of either.
        if response is not None and moment is not None and moment == self._since == self._moment():
            size = len(response.answer.head) + len(response.answer.body) + _OVERHEAD
            kept.put(scope[_KEY], response, size)

    def find(self, scope: Scope) -> ReadyAnswer | None:
        """Give what was answered to the same request; one that was asked here is not again."""
        if scope["method"] not in _METHODS:
            return None
        self._look()
        key = _key(scope)
        known = self._kept.get(key)
        if known is None:
            scope[_KEY] = key
            return None
        scope.setdefault(ROUTES, []).extend(known.routes)
        return known.answer

    def _look(self) -> None:
        """Forget everything if something has changed."""
        moment = self._moment()
        if moment != self._since:
            self._since = moment
            self._kept = BoundedMemory(self._size)


def _key(scope: Scope) -> Key:
    headers = [pair for pair in scope["headers"] if pair[0] not in _IGNORED]
    peer = ""
    for name, _ in headers:
        if name in _FORWARDED:  # whether it is heard depends on who says it
            peer = scope["client"][0] if scope["client"] else ""
    return (scope["method"], scope["raw_path"], scope["query_string"], peer, *headers)


class _Recorder:
    """Passes messages on, and keeps them while they make a response that may be given again."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()
        self._complete = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message if _may_be_kept(message) else None
        elif self._start is not None:
            self._body += message.get("body", b"")
            self._complete = not message.get("more_body", False)
            if len(self._body) > _LARGEST:
                self._start = None
        await self._send(message)

    def response(self, routes: Iterable[str]) -> _Response | None:
        if self._start is None or not self._complete:
            return None
        return _Response(make_ready(self._start, bytes(self._body)), tuple(routes))


def _may_be_kept(start: Message) -> bool:
    if start["status"] not in _STATUSES:
        return False
    headers = {name.lower(): value for name, value in start["headers"]}
    is_public = b"public" in headers.get(b"cache-control", b"")
    return is_public and _PERSONAL.isdisjoint(headers)
