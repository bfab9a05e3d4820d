"""A dump on disk whose lines are sorted: looked up and compared without reading it into memory."""

import mmap
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from govkg.errors import ReleaseError
from govkg.graph.successors import FORMER, REPLACED

_LEAST: Final = 256
_MOST: Final = 1 << 20
_SUBJECT: Final = re.compile(rb"^<([^>#]*)[>#]", re.MULTILINE)
_REPLACED: Final = f" <{REPLACED}> ".encode()
_FORMER: Final = frozenset(f"<{iri}>".encode() for iri in FORMER)
_BLANK: Final = re.compile(rb" (_:[^\s\"]+) \.$")


class Sign(StrEnum):
    """What became of a line; the letters are those of RDF Patch."""

    ADDED = "A"
    REMOVED = "D"


class Dump:
    """A sorted N-Triples or N-Quads file. Use as ``with``.

    What is said about a document is found in N-Triples only.
    """

    def __init__(self, file: Path) -> None:
        """Open *file*.

        Raises:
            ReleaseError: it is not there.
        """
        try:
            with file.open("rb") as opened:
                empty = not file.stat().st_size
                self._bytes: mmap.mmap | bytes = (
                    b"" if empty else mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
                )
        except OSError as error:
            raise ReleaseError(f"{file}: {error.strerror}") from error

    def __enter__(self) -> Self:
        """Give the dump."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        if not isinstance(self._bytes, bytes):
            self._bytes.close()

    def documents(self) -> Iterator[str]:
        """Give the documents of all subjects that have an IRI; some come several times."""
        last = None
        for match in _SUBJECT.finditer(self._bytes):
            if match[1] != last:
                last = match[1]
                yield last.decode()

    def holds(self, document: str) -> bool:
        """Say whether anything is said about *document* or one of its fragments."""
        return any(True for _ in self._about(document))

    def describes(self, document: str) -> bool:
        """Say whether it does, and says more than what took the place of *document*."""
        lines = list(self._about(document))
        return bool(lines) and not (any(_REPLACED in line for line in lines) and _are_former(lines))

    def former_names(self) -> set[str]:
        """Give the documents of which nothing is said but what took their place."""
        found = set()
        place = self._bytes.find(_REPLACED)
        while place >= 0:
            start = self._bytes.rfind(b"\n", 0, place) + 1
            document = document_of_line(_line(self._bytes, start))
            if document is not None and _are_former(self._about(document)):
                found.add(document)
            place = self._bytes.find(_REPLACED, place + 1)
        return found

    def describe(self, document: str) -> list[bytes]:
        """Give the triples about *document*, its fragments, and the blank nodes they lead to."""
        lines = list(self._about(document))
        seen: set[bytes] = set()
        for line in lines:  # grows on the way
            for name in _BLANK.findall(line):
                if name not in seen:
                    seen.add(name)
                    lines += self._starting(name + b" ")
        return sorted(lines)

    def difference(self, newer: "Dump") -> Iterator[tuple[Sign, bytes]]:
        """Give the lines that only one of this dump and a *newer* one has, in their order.

        What both share is compared in large pieces, so that the cost is that of the change.
        """
        ours, theirs = self._bytes, newer._bytes  # noqa: SLF001  # of the same class
        here = there = 0
        while here < len(ours) and there < len(theirs):
            shared = _shared(ours, here, theirs, there)
            here, there = here + shared, there + shared
            if here == len(ours) or there == len(theirs):
                break
            left, right = _line(ours, here), _line(theirs, there)
            if left < right:
                yield Sign.REMOVED, left
                here += len(left) + 1
            else:
                yield Sign.ADDED, right
                there += len(right) + 1
        yield from ((Sign.REMOVED, line) for line in _lines(ours, here))
        yield from ((Sign.ADDED, line) for line in _lines(theirs, there))

    def _about(self, document: str) -> Iterator[bytes]:
        name = document.encode()
        yield from self._starting(b"<" + name + b"#")
        yield from self._starting(b"<" + name + b"> ")

    def _starting(self, prefix: bytes) -> Iterator[bytes]:
        for line in _lines(self._bytes, _first(self._bytes, prefix)):
            if not line.startswith(prefix):
                return
            yield line


def _are_former(lines: Iterable[bytes]) -> bool:
    return all(line.split(b" ", 2)[1] in _FORMER for line in lines)


def document_of_line(line: bytes) -> str | None:
    """Give the document of a line's subject, or ``None`` where that is a blank node.

    >>> document_of_line(b"<http://a/b#c> <http://p/> <http://o/> .")
    'http://a/b'
    """
    match = _SUBJECT.match(line)
    return match[1].decode() if match else None


def mask_blank_nodes(line: bytes) -> bytes:
    """Leave out the name of a blank node, which changes with what stands elsewhere.

    >>> mask_blank_nodes(b"<http://a/> <http://b/> _:c14n7 .")
    b'<http://a/> <http://b/> _: .'
    """
    return _BLANK.sub(b" _: .", line)


def _line(content: mmap.mmap | bytes, start: int) -> bytes:
    end = content.find(b"\n", start)
    return content[start:end] if end >= 0 else content[start:]


def _lines(content: mmap.mmap | bytes, start: int) -> Iterable[bytes]:
    while start < len(content):
        line = _line(content, start)
        yield line
        start += len(line) + 1


def _first(content: mmap.mmap | bytes, prefix: bytes) -> int:
    """Find by halving where the first line begins that is not before *prefix*."""
    low, high = 0, len(content)
    while low < high:
        start = content.rfind(b"\n", low, (low + high) // 2) + 1 or low
        line = _line(content, start)
        if line < prefix:
            low = start + len(line) + 1
        else:
            high = start
    return low


def _shared(ours: mmap.mmap | bytes, here: int, theirs: mmap.mmap | bytes, there: int) -> int:
    """Count the bytes of whole lines that are the same from these places on."""
    length, size = 0, _LEAST
    while True:
        left = ours[here + length : here + length + size]
        right = theirs[there + length : there + length + size]
        if left != right or not left:
            break
        length, size = length + len(left), min(2 * size, _MOST)
    low, high = 0, min(len(left), len(right))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if left[:middle] == right[:middle] else (low, middle - 1)
    return max(0, ours.rfind(b"\n", here, here + length + low) + 1 - here)
