"""Lines of N-Triples as few bytes: they travel to other processes, and are kept."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from zlib_ng import zlib_ng

from govkg.processes import batches

_AT_ONCE: Final = 4_000_000
"""Bytes that are compressed as one piece."""
LEVEL: Final = 2
"""How hard zlib-ng tries: as small as level 1 of zlib, in a third of the time."""

Packed = tuple[bytes, ...]


def pack(texts: Iterable[bytes]) -> Packed:
    """Compress *texts*, one or more lines each, without holding them all at once."""
    return tuple(zlib_ng.compress(b"".join(some), LEVEL) for some in batches(texts, len, _AT_ONCE))


def pack_whole(lines: Iterable[str]) -> bytes:
    """Compress few *lines*, their ends included, as one piece."""
    return zlib_ng.compress("".join(lines).encode(), LEVEL)


def unpack(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Give text back, a piece at a time."""
    return (zlib_ng.decompress(piece) for piece in packed)


@contextmanager
def written(texts: Iterable[bytes]) -> Iterator[Path]:
    """Write *texts* to a file for a while: from one, less memory is needed to read them."""
    with tempfile.NamedTemporaryFile(prefix="govkg-", suffix=".nt") as file:
        for text in texts:
            file.write(text)
        file.flush()
        yield Path(file.name)
