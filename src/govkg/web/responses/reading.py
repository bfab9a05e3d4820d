"""Read a file that is sent, without a thread where it is in memory already."""

import errno
import os
from collections.abc import AsyncIterator
from typing import Final

from anyio import lowlevel, to_thread

_CHUNK: Final = 512 * 1024
"""Bytes: half of them take an eighth longer to send, and each client that waits holds one."""
_WITHOUT_WAITING: Final[int | None] = getattr(os, "RWF_NOWAIT", None)
"""Linux can be asked for what need not be waited for (preadv2)."""
_ELSEWHERE: Final = {errno.EAGAIN, errno.EOPNOTSUPP}
"""It is on the disk, or in a file system that cannot tell."""


async def read_pieces(file: int) -> AsyncIterator[memoryview]:
    """Read *file*, an open descriptor, from its beginning to its end."""
    at = 0
    while True:
        piece = _at_hand(file, at)
        if piece is None:
            piece = await to_thread.run_sync(_waited_for, file, at)
        if not piece:
            return
        at += len(piece)
        yield piece
        await lowlevel.checkpoint()  # others have their turn, however fast this client reads


def _at_hand(file: int, at: int) -> memoryview | None:
    """Give what comes *at* an offset; ``None`` where it would have to be waited for."""
    if _WITHOUT_WAITING is None:
        return None
    try:
        return _read(file, at, _WITHOUT_WAITING)
    except OSError as error:
        if error.errno in _ELSEWHERE:
            return None
        raise


def _waited_for(file: int, at: int) -> memoryview:
    return _read(file, at, 0)


def _read(file: int, at: int, flags: int) -> memoryview:
    piece = bytearray(_CHUNK)
    return memoryview(piece)[: os.preadv(file, [piece], at, flags)]
