"""Terms and their numbers: a sorted file, read in place.

A term is written as N-Triples has it. IRIs come first, blank nodes next, literals last; each kind
is sorted by its bytes, so that the order of IRIs' numbers is their order in SPARQL.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from govkg.graph.columns.mapping import map_file

TERMS: Final = "terms.bin"
_OFFSETS: Final = ".offsets"
_WIDTH: Final = 8
"""Bytes of a place, little-endian."""
_LANDMARKS: Final = 2048
"""Terms at most that are remembered, to begin a search with."""


def sort_key(term: bytes) -> tuple[int, bytes]:
    """Give what terms are sorted by.

    >>> sorted([b'"a"', b"<urn:b>", b"<urn:a/b>", b"_:c", b"<urn:a>"], key=sort_key)
    [b'<urn:a>', b'<urn:a/b>', b'<urn:b>', b'_:c', b'"a"']
    """
    if term.startswith(b"<"):
        return 0, term[1:-1]
    return (1, term) if term.startswith(b"_") else (2, term)


def _kind(term: bytes) -> int:
    return sort_key(term)[0]


def terms_of_line(line: str) -> tuple[bytes, bytes, bytes]:
    """Give subject, predicate and object of a line of N-Triples.

    >>> terms_of_line('<urn:s> <urn:p> "of <urn:o> ." .')
    (b'<urn:s>', b'<urn:p>', b'"of <urn:o> ."')
    """
    subject, predicate, rest = line.encode().split(b" ", 2)
    return subject, predicate, rest[:-2]


class TermsWriter:
    """Writes sorted terms to *file* and their places beside it; use as a context."""

    def __init__(self, file: Path) -> None:
        """Begin an empty file."""
        self._files = ExitStack()
        self._terms = self._files.enter_context(file.open("wb"))
        self._offsets = self._files.enter_context(file.with_suffix(_OFFSETS).open("wb"))
        # One byte ahead of them all: an empty file cannot be mapped.
        self._place = self._terms.write(b"\n")
        self._count = 0

    def __len__(self) -> int:
        """Count the terms that were written."""
        return self._count

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close both files, even on a disk that is full."""
        with self._files:
            self._offsets.write(self._place.to_bytes(_WIDTH, "little"))

    def write(self, terms: Iterable[bytes]) -> None:
        """Add *terms* behind those that are there."""
        offsets = bytearray()
        for term in terms:
            offsets += self._place.to_bytes(_WIDTH, "little")
            self._terms.write(term)
            self._place += len(term)
        self._offsets.write(offsets)
        self._count += len(offsets) // _WIDTH

    def copy(self, terms: "Terms", start: int, end: int) -> None:
        """Add those of other *terms* from the number *start* to *end*, which is not among them."""
        text, place, offsets = terms.piece(start, end)
        self._offsets.write(_moved(offsets, self._place - place))
        self._terms.write(text)
        self._place += len(text)
        self._count += end - start


class Terms:
    """Reads what `TermsWriter` wrote, without loading it."""

    def __init__(self, file: Path) -> None:
        """Map *file*.

        Raises:
            OSError: it is not there.
        """
        self._text = map_file(file)
        offsets = map_file(file.with_suffix(_OFFSETS))
        self._offsets = memoryview(offsets).cast("Q")
        self.maps: Final = (self._text, offsets)

    def __len__(self) -> int:
        """Count the terms."""
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        """Give the term of a number."""
        return self._text[self._offsets[number] : self._offsets[number + 1]]

    def texts(self) -> Iterator[str]:
        """Give all terms in their order as texts, IRIs without their brackets."""
        text, first = self._text, self.blank_nodes().start
        for number, (start, end) in enumerate(pairwise(self._offsets)):
            if number < first:
                yield text[start + 1 : end - 1].decode()
            else:
                yield text[start:end].decode()

    def piece(self, start: int, end: int) -> tuple[bytes, int, bytes]:
        """Give the text from one number to another, where it begins, and where each term does."""
        place = self._offsets[start]
        return self._text[place : self._offsets[end]], place, self._offsets[start:end].tobytes()

    def blank_nodes(self) -> range:
        """Give the numbers of all blank nodes."""
        return range(bisect_left(self, 1, key=_kind), bisect_left(self, 2, key=_kind))

    def place(self, term: bytes) -> int:
        """Count the terms that are sorted before *term*."""
        key = sort_key(term)
        behind = bisect_left(self._landmarks, key) * self._stretch
        first, last = self._kinds[key[0]]
        start, end = max(first, behind - self._stretch), min(last, behind)
        # Spelt out: to call a function of ours for each key takes twice as long as all the rest.
        text, offsets, edge = self._text, self._offsets, 0 if key[0] else 1
        while start < end:
            middle = (start + end) // 2
            if text[offsets[middle] + edge : offsets[middle + 1] - edge] < key[1]:
                start = middle + 1
            else:
                end = middle
        return start

    def find(self, term: bytes) -> int | None:
        """Give the number of a term, or ``None`` where nothing is said of it."""
        number = self.place(term)
        return number if number < len(self) and self[number] == term else None

    @cached_property
    def _stretch(self) -> int:
        return len(self) // _LANDMARKS + 1

    @cached_property
    def _landmarks(self) -> list[tuple[int, bytes]]:
        """What the first term of each stretch is sorted by, in memory: half of each search."""
        return [sort_key(self[number]) for number in range(0, len(self), self._stretch)]

    @cached_property
    def _kinds(self) -> tuple[tuple[int, int], ...]:
        """From where to where each kind of terms stands."""
        blank = self.blank_nodes()
        return (0, blank.start), (blank.start, blank.stop), (blank.stop, len(self))


def _moved(places: bytes, by: int) -> bytes:
    """Add a number to each of some *places*.

    As one long number they take one addition; no sum needs more than its eight bytes.

    >>> _moved(bytes([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]), -1).hex(" ", 8)
    '0000000000000000 ff00000000000000'
    """
    each = int.from_bytes((1).to_bytes(_WIDTH, "little") * (len(places) // _WIDTH), "little")
    moved = int.from_bytes(places, "little") + each * by
    return moved.to_bytes(len(places), "little")
