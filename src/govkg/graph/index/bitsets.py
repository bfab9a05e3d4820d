"""Sets of small numbers as bits of one integer: a hundred thousand are intersected at once."""

import zlib
from collections.abc import Iterable, Iterator

_LEVEL = 1


def bits_of(numbers: Iterable[int]) -> int:
    """Make a set.

    >>> bin(bits_of([0, 3]))
    '0b1001'
    """
    wanted = list(numbers)
    marks = bytearray(max(wanted, default=0) // 8 + 1)
    for number in wanted:
        marks[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(marks, "little")


def pack(bits: int) -> bytes:
    """Write a set small."""
    return zlib.compress(bits.to_bytes(bits.bit_length() // 8 + 1, "little"), _LEVEL)


def unpack(packed: bytes) -> int:
    """Read a set.

    >>> unpack(pack(bits_of([7, 70_000]))) == bits_of([7, 70_000])
    True
    """
    return int.from_bytes(zlib.decompress(packed), "little")


def lowest(bits: int) -> int:
    """Give the least number of a set that has one.

    >>> lowest(bits_of([70_000, 7]))
    7
    """
    return (bits & -bits).bit_length() - 1


def members(bits: int, *, after: int = -1) -> Iterator[int]:
    """Give the numbers of a set that are larger than *after*, in order.

    >>> list(members(bits_of([2, 3, 9]), after=2))
    [3, 9]
    """
    marks = (bits >> (after + 1)).to_bytes(max(bits.bit_length() - after, 8) // 8 + 1, "little")
    for place, byte in enumerate(marks):
        if byte:
            for bit in range(8):
                if byte >> bit & 1:
                    yield after + 1 + place * 8 + bit


class Marks:
    """A set to ask many times whether a number is in it."""

    def __init__(self, bits: int) -> None:
        """Ask of *bits*."""
        self._marks = bits.to_bytes(bits.bit_length() // 8 + 1, "little")

    def __contains__(self, number: int) -> bool:
        """Say whether *number* is in the set."""
        place = number >> 3
        return place < len(self._marks) and bool(self._marks[place] >> (number & 7) & 1)
