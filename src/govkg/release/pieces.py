"""The pieces that dumps are made of: what stays the same is copied, not written again.

Sorted lines are cut before some subjects, chosen by a hash of their names alone: so the same
content is cut at the same places whatever came before, and an edit changes few pieces. In each
dump a piece is a stretch of its own.
"""

import hashlib
import mmap
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Final

import pyoxigraph
from pydantic import BaseModel, ConfigDict, PrivateAttr
from zlib_ng import zlib_ng

from govkg.errors import ReleaseError
from govkg.graph.dumps import joined
from govkg.release.records import read_record
from govkg.release.stretches import HEADER, Packed, Stretch, unpack

_SUBJECTS: Final = 200
"""How many there are between two places to cut, on the average: some 350 kB of N-Quads."""

SOFTWARE: Final = f"pyoxigraph {pyoxigraph.__version__}, zlib-ng {zlib_ng.ZLIBNG_VERSION}"
"""What the bytes of a piece depend on, beside what it says."""


class Piece(BaseModel):
    """What is known of a piece: the subject that it *start*s with, a *digest* of its N-Quads.

    *length* is that of these in bytes, *quads* and *triples* are how many there are, *prefixes*
    those of use in it. *stretches* are by the extension of the dump.
    """

    model_config = ConfigDict(frozen=True)

    start: str
    digest: str
    length: int
    quads: int
    triples: int
    prefixes: tuple[str, ...]
    stretches: dict[str, Stretch]


class Pieces(BaseModel):
    """How the dumps of a release are made of *pieces*, and what *software* packed them.

    *heads* stand before the first one, *joins* between two, by extension.
    """

    model_config = ConfigDict(frozen=True)

    software: str = SOFTWARE
    heads: dict[str, Stretch]
    joins: dict[str, Stretch]
    pieces: tuple[Piece, ...]
    _places: dict[str, list[int]] = PrivateAttr(default_factory=dict)

    def places(self, extension: str) -> list[int]:
        """Give where each piece begins in the dump with this *extension*."""
        # Whoever looks up one document opens a dump for it: to add up all sizes takes longer.
        if extension not in self._places:
            self._places[extension] = self._add_up(extension)
        return self._places[extension]

    def _add_up(self, extension: str) -> list[int]:
        join = self.joins[extension].size if extension in self.joins else 0
        sizes = [piece.stretches[extension].size + join for piece in self.pieces]
        first = len(HEADER) + self.heads[extension].size
        return list(accumulate(sizes, initial=first))[:-1]

    def stretches(self, extension: str) -> Iterator[Stretch]:
        """Give all that the dump with this *extension* is made of, but for its end."""
        yield self.heads[extension]
        for number, piece in enumerate(self.pieces):
            if number and extension in self.joins:
                yield self.joins[extension]
            yield piece.stretches[extension]


@dataclass(frozen=True, slots=True)
class Cut:
    """Sorted N-Quads between two places to cut, with what is known of a `Piece`.

    They are *packed* until they are written: all pieces are held at once. There are none where the
    release before has a piece with this *digest*.
    """

    start: str
    digest: str
    length: int
    quads: int
    packed: bytes | None

    def text(self) -> bytes:
        """Give the N-Quads.

        Raises:
            LookupError: the release before has them.
        """
        if self.packed is None:
            raise LookupError(self.start)
        return zlib_ng.decompress(self.packed)


def cut(lines: Iterable[bytes]) -> Iterator[Cut]:
    """Cut sorted N-Quads *lines*."""
    piece: list[bytes] = []
    last = b" "  # with which no line begins
    for line in lines:
        if not line.startswith(last):
            last = line[: line.index(b" ") + 1]
            if piece and is_start(last[:-1].decode()):
                yield _cut(piece)
                piece = []
        piece.append(line)
    if piece:
        yield _cut(piece)


def is_start(subject: str, together: int = 1) -> bool:
    """Say whether lines are cut before a *subject*, written as in N-Quads.

    Or, where pieces are put *together*, so many on the average, whether that is done anew.
    """
    return zlib.crc32(subject.encode()) % (_SUBJECTS * together) == 0


def _cut(lines: Sequence[bytes]) -> Cut:
    text = joined(lines)
    start = lines[0].partition(b" ")[0].decode()
    return Cut(
        start, hashlib.sha256(text).hexdigest(), len(text), len(lines), zlib_ng.compress(text, 1)
    )


def digests(lines: Iterable[bytes]) -> Iterator[str]:
    """Give the digest of each piece of sorted N-Quads *lines*."""
    return (piece.digest for piece in cut(lines))


def read_pieces(file: Path) -> Pieces:
    """Read what is known of a release's pieces.

    Raises:
        ReleaseError: it is missing or damaged.
    """
    return _read(file, _stamp_of(file))


@lru_cache(4)
def _read(file: Path, _stamp: tuple[int, int] | None) -> Pieces:
    return read_record(Pieces, file)


def _stamp_of(file: Path) -> tuple[int, int] | None:
    """Tell one file of this name from another."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


class PackedDump:
    """A dump whose *pieces* are read one by one; `close` it."""

    def __init__(self, file: Path, pieces: Pieces) -> None:
        """Open *file*; its name ends in an extension and ``.gz``.

        Raises:
            ReleaseError: it is not there.
        """
        self.pieces: Final = pieces.pieces
        self._extension = file.name.split(".")[-2]
        self._places = pieces.places(self._extension)
        try:
            with file.open("rb") as opened:
                self._bytes = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # the latter where it is empty
            raise ReleaseError(f"{file}: {error}") from error

    def close(self) -> None:
        """Close the file."""
        self._bytes.close()

    def packed(self, number: int) -> Packed:
        """Give the piece with this *number* as it stands there."""
        place, known = self._places[number], self.pieces[number].stretches[self._extension]
        return Packed(known, self._bytes[place : place + known.size])

    def lines(self, number: int) -> list[bytes]:
        """Give its lines, without their ends.

        Raises:
            ReleaseError: it is damaged.
        """
        return self.content(number).splitlines()

    def content(self, number: int) -> bytes:
        """Give what it says.

        Raises:
            ReleaseError: it is damaged.
        """
        return unpack(self.packed(number))


def touched(starts: Sequence[str], subjects: Iterable[str]) -> list[int]:
    """Number the pieces, known by what they *start* with, that *subjects* are in or come into.

    Where something is said of the first subject of a piece, it may be gone: so the piece before it
    is touched, too.
    """
    found = set()
    for subject in subjects if starts else ():
        place = max(0, bisect_right(starts, subject) - 1)
        found.add(place)
        if starts[place] == subject:
            found.add(max(0, place - 1))
    return sorted(found)


def ranges(numbers: Iterable[int]) -> list[range]:
    """Join sorted numbers that follow one another.

    >>> ranges([1, 2, 5])
    [range(1, 3), range(5, 6)]
    """
    found: list[range] = []
    for number in numbers:
        if found and found[-1].stop == number:
            found[-1] = range(found[-1].start, number + 1)
        else:
            found.append(range(number, number + 1))
    return found


def by_digest(pieces: Iterable[Piece]) -> Mapping[str, int]:
    """Give the numbers of *pieces* by their digests."""
    return {piece.digest: number for number, piece in enumerate(pieces)}
