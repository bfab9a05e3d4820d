"""What is written in one turn of the loop goes out together."""

import asyncio
from collections.abc import Callable, Iterable
from typing import cast

import pytest

from govkg.web.connections import GatheringTransport

LARGE = b"x" * 100_000


class Recording:
    """A transport that keeps what was written to it, a list a call."""

    def __init__(self) -> None:
        """Begin open."""
        self.written: list[list[bytes]] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        """Keep *data*."""
        self.written.append([data])

    def writelines(self, pieces: Iterable[bytes]) -> None:
        """Keep *pieces*."""
        self.written.append(list(pieces))

    def close(self) -> None:
        """Remember it."""
        self.closed = True

    def is_closing(self) -> bool:
        """Say whether it was closed."""
        return self.closed

    def get_extra_info(self, name: str) -> str:
        """Say what was asked for."""
        return name


def write(doing: Callable[[GatheringTransport], None]) -> tuple[Recording, list[list[bytes]]]:
    """Give what was written in the turn in which something was done, and the transport after it."""
    recording = Recording()

    async def turn() -> list[list[bytes]]:
        loop = asyncio.get_running_loop()
        doing(GatheringTransport(cast("asyncio.Transport", recording), loop))
        at_once = list(recording.written)
        await asyncio.sleep(0)
        return at_once

    return recording, asyncio.run(turn())


def test_head_and_body_go_out_together() -> None:
    def doing(transport: GatheringTransport) -> None:
        transport.write(b"head")
        transport.write(b"body")

    recording, at_once = write(doing)
    assert at_once == []
    assert recording.written == [[b"head", b"body"]]


def test_what_is_whole_does_not_wait() -> None:
    _, at_once = write(lambda transport: transport.write_whole(b"head", b"body"))
    assert at_once == [[b"head", b"body"]]


def test_a_view_of_memory_is_written_as_bytes_are() -> None:
    """Downloads are read into memory that is sent as it is."""
    recording, at_once = write(lambda transport: transport.write(memoryview(b"body")))
    assert at_once == []
    assert recording.written == [[b"body"]]


def test_what_is_whole_goes_out_behind_what_was_written_before() -> None:
    """A client may ask for several things before the first is answered."""

    def doing(transport: GatheringTransport) -> None:
        transport.write(b"first")
        transport.write_whole(b"head", b"body")

    recording, at_once = write(doing)
    assert at_once == recording.written == [[b"first", b"head", b"body"]]


def test_what_is_large_is_not_held_back() -> None:
    def doing(transport: GatheringTransport) -> None:
        for piece in (b"head", LARGE, b"rest"):
            transport.write(piece)

    recording, at_once = write(doing)
    assert at_once == [[b"head", LARGE]]
    assert recording.written == [[b"head", LARGE], [b"rest"]]


def test_a_connection_is_closed_behind_what_was_written() -> None:
    def doing(transport: GatheringTransport) -> None:
        transport.write(b"head")
        transport.close()

    recording, at_once = write(doing)
    assert at_once == recording.written == [[b"head"]]
    assert recording.closed


def test_nothing_is_written_to_a_connection_that_was_lost() -> None:
    recording = Recording()

    async def turn() -> None:
        transport = GatheringTransport(
            cast("asyncio.Transport", recording), asyncio.get_running_loop()
        )
        transport.write(b"head")
        recording.closed = True
        await asyncio.sleep(0)

    asyncio.run(turn())
    assert recording.written == []


@pytest.mark.parametrize("name", ["peername", "sslcontext"])
def test_all_else_is_the_transports_own(name: str) -> None:
    def doing(transport: GatheringTransport) -> None:
        assert transport.get_extra_info(name) == name

    write(doing)
