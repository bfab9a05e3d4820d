"""Packets between processes on one machine: a small JSON header, a body, and file descriptors.

A body that is too long for a packet travels as an unlinked file.
"""

import array
import asyncio
import json
import os
import socket
from dataclasses import dataclass, field
from typing import Any, Final

_PACKET: Final = 64 * 1024
_MAX_FILES: Final = 4


@dataclass(frozen=True, slots=True)
class Packet:
    """What one side says to the other; whoever receives *files* closes them."""

    header: dict[str, Any]
    body: bytes = b""
    files: tuple[int, ...] = field(default=())


def pair() -> tuple[socket.socket, socket.socket]:
    """Make both ends of a channel."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(channel: socket.socket, packet: Packet) -> None:
    """Send *packet*; its files stay open on this side.

    Raises:
        OSError: nobody is at the other end.
    """
    head = json.dumps(packet.header, separators=(",", ":")).encode()
    if len(head) + len(packet.body) < _PACKET:
        socket.send_fds(channel, [head, b"\n", packet.body], list(packet.files))
        return
    whole = os.memfd_create("govkg-packet")
    try:
        with os.fdopen(os.dup(whole), "wb") as file:
            file.write(head + b"\n" + packet.body)
        socket.send_fds(channel, [b"*"], [whole, *packet.files])
    finally:
        os.close(whole)


def receive(channel: socket.socket) -> Packet | None:
    """Wait for a packet; ``None`` says that the other end is closed."""
    try:
        data, files = _receive(channel)
    except ConnectionResetError:
        return None
    if not data:
        return None
    if data == b"*":
        whole, *files = files
        with os.fdopen(whole, "rb") as file:
            file.seek(0)
            data = file.read()
    head, _, body = data.partition(b"\n")
    return Packet(json.loads(head), body, tuple(files))


def is_open(channel: socket.socket) -> bool:
    """Say whether somebody is at the other end."""
    try:
        return channel.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


async def readable(channel: socket.socket, seconds: float | None = None) -> bool:
    """Wait until there is something, or an end, to receive; ``False``: not within *seconds*."""
    # Of what waits for a light query most is the waiting itself: one future, and no task.
    loop = asyncio.get_running_loop()
    verdict: asyncio.Future[bool] = loop.create_future()
    timer = loop.call_later(seconds, _settle, verdict, False) if seconds is not None else None  # noqa: FBT003
    loop.add_reader(channel, _settle, verdict, True)  # noqa: FBT003
    try:
        return await verdict
    finally:
        loop.remove_reader(channel)
        if timer is not None:
            timer.cancel()


def _settle(verdict: asyncio.Future[bool], said: bool) -> None:  # noqa: FBT001
    if not verdict.done():
        verdict.set_result(said)


def _receive(channel: socket.socket) -> tuple[bytes, list[int]]:
    space = array.array("i").itemsize * _MAX_FILES
    data, ancillary, _, _ = channel.recvmsg(
        _PACKET, socket.CMSG_SPACE(space), socket.MSG_CMSG_CLOEXEC
    )
    files = array.array("i")
    for level, kind, content in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
            files.frombytes(content[: len(content) - len(content) % files.itemsize])
    return data, list(files)
