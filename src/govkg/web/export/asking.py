"""Ask the application without a server in between (ASGI 3)."""

from dataclasses import dataclass
from urllib.parse import unquote

from anyio import sleep_forever
from starlette.types import ASGIApp, Message, Scope


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answers; names of *headers* are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


async def ask(app: ASGIApp, path: str) -> Answer:
    """Get *path* (percent-encoded, no query)."""
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept-encoding", b"identity")],
        "client": ("127.0.0.1", 0),
        "server": ("localhost", 80),
        "state": {},
    }
    start: Message = {}
    body = bytearray()

    asked = False

    async def receive() -> Message:
        nonlocal asked
        if asked:
            await sleep_forever()  # nobody hangs up
        asked = True
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, send)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], headers, bytes(body))
