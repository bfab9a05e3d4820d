"""Lines of a source, in a tenth of their size until somebody reads them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Self, overload

from zlib_ng import zlib_ng

from govkg.validation.engine.packing import LEVEL


class Measure(NamedTuple):
    """What is known of lines that nobody has read: their number, their size, their digest."""

    number: int
    size: int
    digest: str


def unpack(packed: bytes) -> bytes:
    """Read lines, *packed* as `Lines` hold them, as UTF-8."""
    return zlib_ng.decompress(packed) if packed else b""


class Lines(Sequence[str]):
    """Lines without ends, compressed; *size* is that of all in characters.

    *digest* is a hash of which lines there are, whatever their order.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Compress *lines*."""
        self._hold("\n".join(lines))

    @classmethod
    def written(cls, text: str) -> Self:
        """Compress those that *text* has."""
        lines = cls(())
        lines._hold(text)
        return lines

    @classmethod
    def kept(cls, measure: Measure, packed: Callable[[], bytes]) -> Self:
        """Give lines of which the *measure* is known; they are fetched *packed* once needed."""
        lines = cls(())
        lines._count, lines.size, lines.digest = measure
        lines._packed = packed
        return lines

    def __reduce__(self) -> tuple[Callable[..., "Lines"], tuple[int, int, bytes, str | None]]:
        """Travel to another process compressed, with a digest that is known."""
        return self._arrived, (self._count, self.size, self.packed, self.__dict__.get("digest"))

    @property
    def measure(self) -> Measure:
        """What can be known of them without reading them."""
        return Measure(self._count, self.size, self.digest)

    @property
    def packed(self) -> bytes:
        """Give them compressed."""
        return self._packed()

    @property
    def text(self) -> str:
        """Read them as they are, one below the other."""
        return self.encoded.decode()

    @property
    def encoded(self) -> bytes:
        """Read them as UTF-8."""
        return unpack(self._packed())

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
        return self.text.split("\n") if self._count else []

    def _hold(self, text: str) -> None:
        self._count, self.size = text.count("\n") + 1 if text else 0, len(text)
        packed = zlib_ng.compress(text.encode(), LEVEL) if text else b""
        self._packed: Callable[[], bytes] = lambda: packed

    @classmethod
    def _arrived(cls, number: int, size: int, packed: bytes, digest: str | None) -> Self:
        lines = cls(())
        lines._count, lines.size, lines._packed = number, size, lambda: packed
        if digest is not None:
            lines.digest = digest
        return lines
