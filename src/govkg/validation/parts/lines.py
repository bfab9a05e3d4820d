"""Lines of a source, in a tenth of their size until somebody reads them.

They are sorted where they are parsed: what follows from them then need not sort, but merge.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """Sorted lines without ends, each once, compressed; *size* is that of all in bytes.

    *digest* is a hash of them.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Sort *lines*, and compress them."""
        self._hold(sorted({line.encode() for line in lines}))

    @classmethod
    def ended(cls, statements: Sequence[bytes], end: bytes) -> Self:
        """Compress sorted *statements*, each once, that lack the *end* which all have."""
        lines = cls(())
        lines._hold(statements, end)
        return lines

    @classmethod
    def kept(cls, measure: Measure, packed: Callable[[], bytes]) -> Self:
        """Give lines of which the *measure* is known; they are fetched *packed* once needed."""
        lines = cls(())
        lines._count, lines.size, lines.digest = measure
        lines._packed = packed
        return lines

    def __reduce__(self) -> tuple[Callable[..., "Lines"], tuple[Measure, bytes]]:
        """Travel to another process compressed."""
        return _arrived, (self.measure, self.packed)

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

    def _read(self) -> list[str]:
        return self.text.split("\n") if self._count else []

    def _hold(self, lines: Sequence[bytes], end: bytes = b"") -> None:
        text = (end + b"\n").join(lines) + end if lines else b""
        self._count, self.size = len(lines), len(text)
        self.digest = hashlib.sha256(text).hexdigest()
        packed = zlib_ng.compress(text, LEVEL) if text else b""
        self._packed: Callable[[], bytes] = lambda: packed


def _arrived(measure: Measure, packed: bytes) -> Lines:
    return Lines.kept(measure, lambda: packed)
