"""Answers that are ready to go out: bytes, as HTTP/1.1 has them."""

from functools import cache
from http import HTTPStatus
from typing import Final, NamedTuple

from starlette.types import Message

_LENGTH: Final = b"content-length"


class ReadyAnswer(NamedTuple):
    """A whole answer; its *head* lacks what the server adds, and the empty line at its end."""

    status: int
    head: bytes
    body: bytes

    def tell(self) -> tuple[Message, Message]:
        """Give the two messages that tell it to a server that writes heads itself."""
        lines = self.head.split(b"\r\n")[1:-1]
        parts = (line.partition(b": ") for line in lines)
        headers = [(name, value) for name, _, value in parts]
        start = {"type": "http.response.start", "status": self.status, "headers": headers}
        return start, {"type": "http.response.body", "body": self.body}


def make_ready(start: Message, body: bytes) -> ReadyAnswer:
    r"""Write the head that *start* tells; where it says no length, that of *body*.

    >>> make_ready({"status": 304, "headers": [(b"ETag", b'"a"')]}, b"").head
    b'HTTP/1.1 304 Not Modified\r\netag: "a"\r\n'
    """
    status = start["status"]
    pieces = [_first_line(status)]
    has_length = status == HTTPStatus.NOT_MODIFIED
    for name, value in start["headers"]:
        lower = name.lower()
        has_length = has_length or lower == _LENGTH
        pieces += (lower, b": ", value, b"\r\n")
    if not has_length:
        pieces.append(b"%s: %d\r\n" % (_LENGTH, len(body)))
    return ReadyAnswer(status, b"".join(pieces), body)


@cache
def _first_line(status: int) -> bytes:
    return b"HTTP/1.1 %d %s\r\n" % (status, HTTPStatus(status).phrase.encode())
