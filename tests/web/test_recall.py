"""Responses are given again to the same request, and to no other, as long as nothing changed."""

from collections.abc import Hashable

import anyio
import pytest
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message, Receive, Scope, Send

from govkg.web.responses.recall import Recall

PUBLIC = {"Cache-Control": "public, max-age=60"}
LARGE = 300_000


class Counting:
    """An application that counts how often it is asked, and says so."""

    def __init__(self) -> None:
        """Begin at nought."""
        self.asked = 0
        self.moment: Hashable = 1

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer according to the path."""
        self.asked += 1
        path = scope["path"]
        text = f"{self.asked}"
        answers: dict[str, Response] = {
            "/private": PlainTextResponse(text),
            "/failed": PlainTextResponse(text, status_code=503, headers=PUBLIC),
            "/limited": PlainTextResponse(text, headers={**PUBLIC, "RateLimit": "r=1"}),
            "/large": StreamingResponse(iter([b"x" * LARGE] * 2), headers=PUBLIC),
            "/pieces": StreamingResponse(iter([b"a", text.encode()]), headers=PUBLIC),
        }
        if path == "/changing":
            self.moment = f"after {self.asked}"
        answer = answers.get(path) or PlainTextResponse(text, headers=PUBLIC)
        await answer(scope, receive, send)


@pytest.fixture
def app() -> Counting:
    """An application that nobody has asked yet."""
    return Counting()


def request(path: str, **headers: str) -> Scope:
    """Get *path* with *headers*; under ``peer`` the address of who asks, under ``method`` how."""
    peer = headers.pop("peer", "10.0.0.1")
    return {
        "type": "http",
        "method": headers.pop("method", "GET"),
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "client": (peer, 1),
        "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in headers.items()],
    }


def ask(recalled: Recall, path: str, **headers: str) -> bytes:
    """Give the body that is answered to a `request`."""
    told: list[Message] = []

    async def receive() -> Message:
        await anyio.sleep_forever()
        return {}

    async def send(message: Message) -> None:
        told.append(message)

    anyio.run(recalled, request(path, **headers), receive, send)
    assert told[0]["type"] == "http.response.start"
    return b"".join(message.get("body", b"") for message in told[1:])


def recalling(app: Counting) -> Recall:
    """Put a memory before *app*."""
    return Recall(app, 10**7, lambda: app.moment)


@pytest.mark.parametrize("path", ["/", "/pieces"])
def test_the_same_request_is_answered_from_memory(app: Counting, path: str) -> None:
    """With the same bytes, whoever asks."""
    recalled = recalling(app)
    first = ask(recalled, path, accept="text/html", user_agent="a")
    assert ask(recalled, path, accept="text/html", user_agent="b", peer="10.0.0.2") == first
    assert app.asked == 1


@pytest.mark.parametrize("path", ["/", "/pieces"])
def test_what_is_recalled_is_ready_to_go_out(app: Counting, path: str) -> None:
    """With its length, since it is whole now."""
    recalled = recalling(app)
    assert recalled.find(request(path)) is None
    body = ask(recalled, path)
    ready = recalled.find(request(path))
    assert ready is not None
    assert ready.body == body
    assert ready.head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert ready.head.count(b"\r\ncontent-length: %d\r\n" % len(body)) == 1
    assert b"\r\ncache-control: public, max-age=60\r\n" in ready.head
    app.moment = 2
    assert recalled.find(request(path)) is None


def test_what_is_found_nowhere_is_asked_for_and_kept(app: Counting) -> None:
    """The request itself says that it was looked for."""
    recalled, scope = recalling(app), request("/")
    recalled.find(scope)

    async def receive() -> Message:
        return {}

    async def send(message: Message) -> None:
        del message

    anyio.run(recalled, scope, receive, send)
    assert recalled.find(request("/")) is not None


@pytest.mark.parametrize(
    "other",
    [
        {"accept": "text/turtle"},
        {"accept": "text/html", "if_none_match": '"a"'},
        {"accept": "text/html", "cookie": "a=b"},
        {"accept": "text/html", "host": "b.example"},
        {"accept": "text/html", "method": "HEAD"},
    ],
)
def test_another_request_is_asked_anew(app: Counting, other: dict[str, str]) -> None:
    """Any header may matter."""
    recalled = recalling(app)
    ask(recalled, "/", accept="text/html")
    ask(recalled, "/", **other)
    assert app.asked == 2


def test_what_a_proxy_says_counts_as_its_own(app: Counting) -> None:
    """It is heard from some peers and not from others."""
    recalled = recalling(app)
    for peer in ("10.0.0.1", "10.0.0.2"):
        ask(recalled, "/", x_forwarded_host="c.example", peer=peer)
    assert app.asked == 2


@pytest.mark.parametrize("path", ["/private", "/failed", "/limited", "/large", "/changing"])
def test_some_answers_are_for_once(app: Counting, path: str) -> None:
    """What is not public, failed, counts, is large, or came while something changed."""
    recalled = recalling(app)
    ask(recalled, path)
    ask(recalled, path)
    assert app.asked == 2


def test_posting_is_never_recalled(app: Counting) -> None:
    """Nor is anything else but reading."""
    recalled = recalling(app)
    ask(recalled, "/", method="POST")
    ask(recalled, "/", method="POST")
    assert app.asked == 2


def test_everything_is_forgotten_when_something_changes(app: Counting) -> None:
    """A new release, a line in the log; and while a release is looked at, nothing is kept."""
    recalled = recalling(app)
    first = ask(recalled, "/")
    app.moment = 2
    assert ask(recalled, "/") != first
    app.moment = None
    assert len({ask(recalled, "/") for _ in range(3)}) == 3
