"""Files of gzip put together of stretches that were packed apart, and are copied as they are.

A stretch is DEFLATE that ends on a whole byte and refers to nothing before it (RFC 1951, section
3.2.4; what zlib calls a full flush). All of them stand in one member (RFC 1952, section 2.2), whose
checksum is put together, too. Files of many members would be less work, but browsers and curl take
the first one of a coded answer for the whole.
"""

from collections.abc import Iterable
from typing import IO, Final, NamedTuple

from zlib_ng import zlib_ng

from govkg.errors import ReleaseError

_LEVEL: Final = 6
"""How hard zlib-ng tries: its files are as small as those of zlib, in two thirds of the time."""
_RAW: Final = -zlib_ng.MAX_WBITS
HEADER: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""Gzip, DEFLATE, no name, no time, an unknown system (RFC 1952, section 2.3.1)."""
_LAST: Final = b"\x03\x00"
"""A last block with nothing in it."""


class Stretch(NamedTuple):
    """What is known of a stretch: its bytes as packed, and the bytes and CRC-32 of what it says."""

    size: int
    length: int
    crc: int


class Packed(NamedTuple):
    """A stretch with its bytes."""

    known: Stretch
    body: bytes


def pack(content: bytes) -> Packed:
    """Pack *content*; the same gives the same bytes, with the same version of zlib-ng."""
    packer = zlib_ng.compressobj(_LEVEL, zlib_ng.DEFLATED, _RAW)
    body = packer.compress(content) + packer.flush(zlib_ng.Z_FULL_FLUSH)
    return Packed(Stretch(len(body), len(content), zlib_ng.crc32(content)), body)


def unpack(packed: Packed) -> bytes:
    """Give what a stretch says.

    Raises:
        ReleaseError: it says something else than it said.
    """
    try:
        content = zlib_ng.decompressobj(_RAW).decompress(packed.body)
    except zlib_ng.error as error:  # type: ignore[misc]  # its stub names an instance
        raise ReleaseError(f"a packed file is damaged: {error}") from error
    if (len(content), zlib_ng.crc32(content)) != packed.known[1:]:
        raise ReleaseError("a packed file is damaged: its checksum is another")
    return content


def finish(target: IO[bytes], stretches: Iterable[Stretch]) -> None:
    """Write to *target* what comes behind its `HEADER` and these *stretches*."""
    crc = length = 0
    for stretch in stretches:
        crc = zlib_ng.crc32_combine(crc, stretch.crc, stretch.length)
        length += stretch.length
    tail = crc.to_bytes(4, "little") + (length % 2**32).to_bytes(4, "little")
    target.write(_LAST + tail)
