"""What several processes count, seen by each of them: in memory that they have in common.

Each writes on a page of its own. Whoever takes the place of a process that has ended goes on from
its page, so that no sum ever falls.
"""

import mmap
import pickle
import struct
from typing import Final

from govkg.web.operating.counts import Counts

_SIDE: Final = 256 * 1024
"""Bytes of one side of a page: ten times what all routes take."""
_SIZE: Final = struct.Struct("=I")
_PAGE: Final = mmap.PAGESIZE + 2 * _SIDE


class Ledger:
    """A page for each process; made by the one that starts them."""

    def __init__(self, pages: int) -> None:
        """Have so many *pages*, all empty. They take memory once something is written."""
        self.pages = [Page(mmap.mmap(-1, _PAGE)) for _ in range(pages)]

    def total(self) -> Counts:
        """Add all pages up."""
        total = Counts()
        for page in self.pages:
            total.add(page.read())
        return total


class Page:
    """What one process has counted so far, or another in its place before."""

    def __init__(self, memory: mmap.mmap) -> None:
        """Be what is written in *memory*: which of two sides is the valid one, then both."""
        self._memory = memory

    def read(self) -> Counts:
        """Read what was written last."""
        side, body = -1, b""
        while side != self._memory[0]:  # a long pause, and the other side has become the valid one
            side = self._memory[0]
            begin = self._begin(side)
            (size,) = _SIZE.unpack_from(self._memory, begin)
            begin += _SIZE.size
            body = self._memory[begin : begin + size]
        # Only our own processes have this memory.
        counts: Counts = pickle.loads(body) if body else Counts()  # noqa: S301
        return counts

    def write(self, counts: Counts) -> None:
        """Write on the other side: who reads meanwhile, or after a death half-way, has a whole one.

        Raises:
            ValueError: it is too much.
        """
        side = 1 - self._memory[0]
        begin = self._begin(side)
        body = pickle.dumps(counts, pickle.HIGHEST_PROTOCOL)
        if len(body) > _SIDE - _SIZE.size:
            raise ValueError(f"{len(body)} bytes of counts")
        _SIZE.pack_into(self._memory, begin, len(body))
        begin += _SIZE.size
        self._memory[begin : begin + len(body)] = body
        self._memory[0] = side

    def _begin(self, side: int) -> int:
        return mmap.PAGESIZE + side * _SIDE
