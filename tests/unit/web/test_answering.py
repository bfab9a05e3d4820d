"""What is ready is written at once; all else the application is asked for, in the same order."""

import asyncio
import gc
import weakref
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn import Config
from uvicorn.server import ServerState

from govkg.web.connections import ReadyProtocol
from govkg.web.responses.ready import ReadyAnswer, make_ready

LARGE = b"x" * 100_000
MANY = 2_000
"""Requests: more than calls can stand within each other."""


def recall(scope: Scope) -> ReadyAnswer | None:
    """Know what is under ``/ready``, and under ``/large``."""
    bodies = {"/ready": b"ready", "/large": LARGE}
    body = bodies.get(scope["path"])
    return None if body is None else make_ready({"status": 200, "headers": []}, body)


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer what is asked for, ``/slow`` in a while, and say so."""
    del receive
    if scope["path"] == "/slow":
        await asyncio.sleep(0.2)
    known = recall(scope)
    body = known.body if known else b"asked"
    headers = [(b"content-length", b"%d" % len(body)), (b"x-asked", b"yes")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Listening:
    """A server whose connections can be looked at."""

    def __init__(self, idle: int = 0) -> None:
        """Begin without any; one is closed that is *idle* for so many seconds."""
        self.config = Config(answer, timeout_keep_alive=idle, access_log=False)
        self.state = ServerState()
        self.state.default_headers = [(b"date", b"today")]
        self.made: list[ReadyProtocol] = []

    def connect(self) -> ReadyProtocol:
        """Take up a connection."""
        given = {"config": self.config, "server_state": self.state, "app_state": {}}
        self.made.append(ReadyProtocol(recall, **given))
        return self.made[-1]

    def run(
        self,
        doing: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, bytes]],
    ) -> bytes:
        """Do something with a connection to it."""

        async def run() -> bytes:
            server = await asyncio.get_running_loop().create_server(self.connect, "127.0.0.1", 0)
            async with server:
                port = server.sockets[0].getsockname()[1]
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                told = await asyncio.wait_for(doing(reader, writer), 20)
                writer.close()
                await asyncio.sleep(0.05)
                return told

        return asyncio.run(run())


def ask(*lines: str, close: bool = True, idle: int = 0) -> bytes:
    """Send requests at once, of which the last closes where told to; give all that was answered."""

    async def doing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        requests = [f"{line}\r\nHost: a\r\n" for line in lines]
        if close:
            requests[-1] += "Connection: close\r\n"
        writer.write("".join(f"{request}\r\n" for request in requests).encode())
        return await reader.read()

    return Listening(idle).run(doing)


def bodies(told: bytes) -> list[bytes]:
    """Give the bodies of what was answered, which are five bytes each."""
    return [part[:5] for part in told.split(b"\r\n\r\n")[1:]]


def test_what_is_ready_has_what_the_server_adds() -> None:
    """And is not asked for."""
    head, _, body = ask("GET /ready HTTP/1.1", close=False).partition(b"\r\n\r\n")
    assert head.split(b"\r\n") == [b"HTTP/1.1 200 OK", b"content-length: 5", b"date: today"]
    assert body == b"ready"


def test_a_head_is_asked_for_alone() -> None:
    head, _, body = ask("HEAD /ready HTTP/1.1").partition(b"\r\n\r\n")
    assert b"content-length: 5" in head
    assert body == b""


@pytest.mark.parametrize("path", ["/ready", "/other"])
@pytest.mark.parametrize(("version", "close"), [("1.1", True), ("1.0", False)])
def test_a_connection_that_is_not_kept_is_closed(path: str, version: str, close: bool) -> None:  # noqa: FBT001  # a parameter of a test
    told = ask(f"GET {path} HTTP/{version}", close=close, idle=60)
    assert b"connection: close\r\n" in told


def test_answers_come_in_the_order_of_requests() -> None:
    """Whether they were ready or not."""
    paths = ("ready", "other", "ready", "slow", "ready", "ready", "other")
    told = ask(*(f"GET /{path} HTTP/1.1" for path in paths))
    expected = [b"ready" if path == "ready" else b"asked" for path in paths]
    assert bodies(told) == expected


def test_a_body_that_nobody_waits_for_is_passed_over() -> None:
    """The next request begins behind it."""
    told = ask("GET /ready HTTP/1.1\r\nContent-Length: 4", "bodyGET /other HTTP/1.1")
    assert bodies(told) == [b"ready", b"asked"]


def test_many_may_wait_behind_one() -> None:
    told = ask("GET /slow HTTP/1.1", *["GET /ready HTTP/1.1"] * MANY)
    assert bodies(told) == [b"asked", *[b"ready"] * MANY]


def test_who_waits_for_an_answer_is_not_idle() -> None:
    """Though another went out before, and nothing was asked since."""
    told = ask("GET /ready HTTP/1.1", "GET /slow HTTP/1.1", close=False)
    assert bodies(told) == [b"ready", b"asked"]


def test_what_nobody_reads_is_not_written_on_and_on() -> None:
    listening = Listening()

    async def doing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        del reader
        writer.write(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n" * MANY)
        await asyncio.sleep(0.2)
        waiting = listening.made[0].transport.get_write_buffer_size()
        return str(waiting).encode()

    assert len(LARGE) // 2 < int(listening.run(doing)) < 3 * len(LARGE)


def test_nothing_is_left_of_a_connection_that_was_closed() -> None:
    """Without a look for garbage."""
    listening = Listening()

    async def doing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(b"GET /ready HTTP/1.1\r\nHost: a\r\n\r\n")
        return await reader.readuntil(b"ready")

    gc.collect()
    gc.disable()
    try:
        listening.run(doing)
        left = weakref.ref(listening.made.pop())
        assert left() is None
    finally:
        gc.enable()
