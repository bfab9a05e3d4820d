"""Lines of a source, in a tenth of their size until somebody reads them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self, overload

from zlib_ng import zlib_ng

from govkg.validation.engine.packing import LEVEL


@dataclass(frozen=True, slots=True)
class Packed:
    """Lines as they are kept: compressed, with their number, size and digest."""

    body: bytes
    count: int
    size: int
    digest: str


class Lines(Sequence[str]):
    """Lines without ends, compressed; *size* is that of all in characters.

    *digest* is a hash of which lines there are, whatever their order.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Compress *lines*."""
        found = list(lines)
        text = "\n".join(found)
        self._count = len(found)
        self._packed = zlib_ng.compress(text.encode(), LEVEL)
        self.size = len(text)

    @classmethod
    def unpack(cls, packed: Packed) -> Self:
        """Give the lines that were packed; none is read."""
        lines = cls(())
        lines._packed, lines._count = packed.body, packed.count
        lines.size, lines.digest = packed.size, packed.digest
        return lines

    def pack(self) -> Packed:
        """Give what :meth:`unpack` takes."""
        return Packed(self._packed, self._count, self.size, self.digest)

    def __iter__(self) -> Iterator[str]:
        """Read them."""
        return iter(self._read())

    def __len__(self) -> int:
        """Give their number."""
        return self._count

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """Give some of them; all are read."""
        return self._read()[place]

    @cached_property
    def digest(self) -> str:
        """Hash them."""
        return hashlib.sha256("\n".join(sorted(set(self._read()))).encode()).hexdigest()

    def _read(self) -> list[str]:
        return zlib_ng.decompress(self._packed).decode().split("\n") if self._count else []
