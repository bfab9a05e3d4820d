"""Files that are sent are read whole, in memory or not, for as long as somebody reads."""

import errno
import os
from pathlib import Path

import anyio
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from govkg.web.catalogue.files import SentFile
from govkg.web.responses import reading
from govkg.web.responses.reading import read_pieces
from govkg.web.responses.recall import Recall

PIECE = 512 * 1024
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE)


def write(folder: Path, size: int) -> Path:
    file = folder / "content"
    file.write_bytes(bytes(range(256)) * (size // 256) + bytes(size % 256))
    return file


def read(file: Path) -> list[bytes]:
    async def pieces() -> list[bytes]:
        with file.open("rb") as content:
            return [bytes(piece) async for piece in read_pieces(content.fileno())]

    return anyio.run(pieces)


@pytest.mark.parametrize("size", SIZES)
def test_a_file_is_read_from_its_beginning_to_its_end(tmp_path: Path, size: int) -> None:
    file = write(tmp_path, size)
    pieces = read(file)
    assert b"".join(pieces) == file.read_bytes()
    assert all(len(piece) == PIECE for piece in pieces[:-1])


@pytest.mark.parametrize("code", [errno.EAGAIN, errno.EOPNOTSUPP])
def test_what_is_not_in_memory_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """So it is where the file system cannot tell."""
    file = write(tmp_path, 3 * PIECE)
    refused: list[int] = []
    preadv = os.preadv

    def unready(descriptor: int, buffers: list[bytearray], at: int, flags: int) -> int:
        if flags:
            refused.append(at)
            raise OSError(code, os.strerror(code))
        return preadv(descriptor, buffers, at, flags)

    monkeypatch.setattr(os, "preadv", unready)
    monkeypatch.setattr(reading, "_WITHOUT_WAITING", 8)
    assert b"".join(read(file)) == file.read_bytes()
    assert refused == [0, PIECE, 2 * PIECE, 3 * PIECE]


def test_no_thread_is_asked_for_what_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor for the end of it."""

    async def refuse(*_: object) -> None:
        pytest.fail("a thread was asked")

    file = write(tmp_path, PIECE + 1)
    preadv = os.preadv
    # Whatever the file system can tell: all is at hand.
    monkeypatch.setattr(os, "preadv", lambda descriptor, to, at, _: preadv(descriptor, to, at))
    monkeypatch.setattr(reading, "_WITHOUT_WAITING", 8)
    monkeypatch.setattr("anyio.to_thread.run_sync", refuse)
    assert b"".join(read(file)) == file.read_bytes()


def test_a_system_that_cannot_be_asked_reads_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_WITHOUT_WAITING", None)
    file = write(tmp_path, PIECE + 1)
    assert b"".join(read(file)) == file.read_bytes()


def test_a_disk_that_fails_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "preadv", broken)
    with pytest.raises(OSError, match="Input/output error"):
        read(write(tmp_path, 1))


def test_nothing_is_read_for_a_client_that_has_gone(tmp_path: Path) -> None:
    """Whoever ends a download after its first piece has the server read no more than a few."""
    sent = download(SentFile(write(tmp_path, 40 * PIECE)), gone_after=1)
    assert sent[0]["status"] == 200
    assert 1 <= sum(bool(message.get("body")) for message in sent) < 10
    assert all(message["more_body"] for message in sent[1:])


def test_what_was_broken_off_is_not_recalled_as_the_whole(tmp_path: Path) -> None:
    file = write(tmp_path, 40 * PIECE)
    headers = {"Cache-Control": "public"}

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await SentFile(file, headers=headers)(scope, receive, send)

    recalled = Recall(application, 10**9, lambda: "a moment")
    download(recalled, gone_after=1)
    sent = download(recalled)
    assert b"".join(message["body"] for message in sent[1:] if "body" in message) == (
        file.read_bytes()
    )


def download(app: ASGIApp, gone_after: int | None = None) -> list[Message]:
    """Ask for a file, and hang up after so many pieces; give what was sent."""
    sent: list[Message] = []

    async def ask() -> None:
        left = anyio.Event()

        async def receive() -> Message:
            await left.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            await anyio.lowlevel.checkpoint()
            sent.append(message)
            if len(sent) - 1 == gone_after:
                left.set()

        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "raw_path": b"/",
            "query_string": b"",
            "client": ("10.0.0.1", 1),
            "headers": [],
        }
        await app(scope, receive, send)

    anyio.run(ask)
    return sent
