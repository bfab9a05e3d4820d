"""Lines of N-Triples as few bytes: they travel to other processes, and are kept."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from zlib_ng import zlib_ng

_LINES_AT_ONCE: Final = 20_000
LEVEL: Final = 2
"""How hard zlib-ng tries: as small as level 1 of zlib, in a third of the time."""

Packed = tuple[bytes, ...]


def pack(lines: Iterable[str]) -> Packed:
    """Compress *lines*, without holding them all at once."""
    rest = iter(lines)
    packed = []
    while block := list(islice(rest, _LINES_AT_ONCE)):
        packed.append(pack_whole(block))
    return tuple(packed)


def pack_whole(lines: Iterable[str]) -> bytes:
    """Compress few *lines* as one piece."""
    return zlib_ng.compress("".join(f"{line}\n" for line in lines).encode(), LEVEL)


def unpack(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Give text back, a piece at a time."""
    return (zlib_ng.decompress(piece) for piece in packed)


@contextmanager
def written(packed: Iterable[bytes]) -> Iterator[Path]:
    """Write text to a file for a while: from one, less memory is needed to read it."""
    with tempfile.NamedTemporaryFile(prefix="govkg-", suffix=".nt") as file:
        for text in unpack(packed):
            file.write(text)
        file.flush()
        yield Path(file.name)
