"""Terms and their numbers: a sorted file, read in place.

A term is written as N-Triples has it. IRIs come first, blank nodes next, literals last; each kind
is sorted by its bytes, so that the order of IRIs' numbers is their order in SPARQL.
"""

import mmap
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

_OFFSETS: Final = ".offsets"
_FLUSH: Final = 1 << 20


def sort_key(term: bytes) -> tuple[int, bytes]:
    """Give what terms are sorted by.

    >>> sorted([b'"a"', b"<urn:b>", b"<urn:a/b>", b"_:c", b"<urn:a>"], key=sort_key)
    [b'<urn:a>', b'<urn:a/b>', b'<urn:b>', b'_:c', b'"a"']
    """
    if term.startswith(b"<"):
        return 0, term[1:-1]
    return (1, term) if term.startswith(b"_") else (2, term)


class TermsWriter:
    """Writes sorted terms to *file* and their places beside it; use as a context."""

    def __init__(self, file: Path) -> None:
        """Begin an empty file."""
        self._terms = file.open("wb")
        self._offsets = file.with_suffix(_OFFSETS).open("wb")
        # One byte ahead of them all: an empty file cannot be mapped.
        self._place = self._terms.write(b"\n")

    def __enter__(self) -> Self:
        """Give itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close both files."""
        self._offsets.write(self._place.to_bytes(8, "little"))
        self._offsets.close()
        self._terms.close()

    def write(self, terms: Iterable[bytes]) -> None:
        """Add *terms* behind those that are there."""
        offsets = bytearray()
        for term in terms:
            offsets += self._place.to_bytes(8, "little")
            self._terms.write(term)
            self._place += len(term)
        self._offsets.write(offsets)


class Terms:
    """Reads what `TermsWriter` wrote, without loading it."""

    def __init__(self, file: Path) -> None:
        """Map *file*.

        Raises:
            OSError: it is not there.
        """
        self._text = _map(file)
        self._offsets = memoryview(_map(file.with_suffix(_OFFSETS))).cast("Q")

    def __len__(self) -> int:
        """Count the terms."""
        return len(self._offsets) - 1

    def __getitem__(self, number: int) -> bytes:
        """Give the term of a number."""
        return self._text[self._offsets[number] : self._offsets[number + 1]]

    def find(self, term: bytes) -> int | None:
        """Give the number of a term, or ``None`` where nothing is said of it."""
        key = sort_key(term)
        number = bisect_left(self, key, key=sort_key)
        return number if number < len(self) and self[number] == term else None


def _map(file: Path) -> mmap.mmap:
    with file.open("rb") as content:
        return mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ)
