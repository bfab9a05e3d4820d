"""A dump on disk whose lines are sorted: looked up and compared without reading it all."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from enum import StrEnum
from types import TracebackType
from typing import Final, Self

from govkg.formats import N_TRIPLES, GraphFormat
from govkg.graph.successors import FORMER, REPLACED
from govkg.release.layout import Layout
from govkg.release.pieces import PackedDump, Piece, read_pieces

_SUBJECT: Final = re.compile(rb"^<([^>#]*)[>#]")
_DOCUMENT: Final = re.compile(rb"^<([^>#]*)[>#].*+(?:\n<\1[>#].*+)*+", re.MULTILINE)
"""Lines about a document that stand together: to pass over them takes less than to find each."""
_REPLACED: Final = f" <{REPLACED}> ".encode()
_FORMER: Final = frozenset(f"<{iri}>".encode() for iri in FORMER)
_BLANK: Final = re.compile(rb" (_:[^\s\"]+) \.$")


class Sign(StrEnum):
    """What became of a line; the letters are those of RDF Patch."""

    ADDED = "A"
    REMOVED = "D"


class Dump:
    """A release's dump as N-Triples or N-Quads, in pieces. Use as ``with``.

    What is said about a document is found in N-Triples only.
    """

    def __init__(self, layout: Layout, form: GraphFormat = N_TRIPLES) -> None:
        """Open the dump.

        Raises:
            ReleaseError: it is not there.
        """
        self._dump = PackedDump(layout.dump(form), read_pieces(layout.pieces))
        self._last: tuple[int, bytes] = (-1, b"")

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
        self._dump.close()

    def documents(self) -> set[str]:
        """Give the documents of all subjects that have an IRI and are no former names."""
        found: set[bytes] = set()
        replaced: set[str | None] = set()
        for content in self._contents():
            found.update(_DOCUMENT.findall(content))
            if _REPLACED in content:
                lines = (line for line in content.splitlines() if _REPLACED in line)
                replaced.update(map(document_of_line, lines))
        former = {one for one in replaced if one is not None and not self.describes(one)}
        return {document.decode() for document in found} - former

    def holds(self, document: str) -> bool:
        """Say whether anything is said about *document* or one of its fragments."""
        return any(True for _ in self.about(document))

    def describes(self, document: str) -> bool:
        """Say whether it does, and says more than what took the place of *document*."""
        lines = list(self.about(document))
        return bool(lines) and not (any(_REPLACED in line for line in lines) and _are_former(lines))

    def describe(self, document: str) -> list[bytes]:
        """Give the triples about *document*, its fragments, and the blank nodes they lead to."""
        lines = list(self.about(document))
        seen: set[bytes] = set()
        for line in lines:  # grows on the way
            for name in _BLANK.findall(line):
                if name not in seen:
                    seen.add(name)
                    lines += self._starting(name + b" ")
        return sorted(lines)

    def difference(self, newer: "Dump") -> Iterator[tuple[Sign, bytes]]:
        """Give the lines that only one of this dump and a *newer* one has, in their order.

        What both share is passed over by the piece, so that the cost is that of the change.
        """
        ours, theirs = self._dump.pieces, newer._dump.pieces  # noqa: SLF001  # of the same class
        here = there = 0
        while here < len(ours) or there < len(theirs):
            left, right = here, there
            while here < len(ours) or there < len(theirs):
                # The one that is behind goes on, until both begin at the same subject.
                at = (
                    [_start(one) for one in ours[here : here + 1]],
                    [_start(one) for one in theirs[there : there + 1]],
                )
                if at[0] == at[1] and (here, there) != (left, right):
                    break
                goes = not at[1] or (at[0] and at[0] <= at[1])
                comes = not at[0] or (at[1] and at[1] <= at[0])
                here, there = here + bool(goes), there + bool(comes)
            if [piece.digest for piece in ours[left:here]] != [
                piece.digest for piece in theirs[right:there]
            ]:
                yield from _difference(self._lines(left, here), newer._lines(right, there))  # noqa: SLF001

    def _contents(self) -> Iterator[bytes]:
        return (self._content(number) for number in range(len(self._dump.pieces)))

    def _content(self, number: int) -> bytes:
        if self._last[0] != number:
            self._last = number, self._dump.content(number)
        return self._last[1]

    def _lines(self, first: int, last: int) -> Iterator[bytes]:
        for number in range(first, last):
            yield from self._content(number).splitlines()

    def about(self, document: str) -> Iterator[bytes]:
        """Give the triples about *document* and its fragments."""
        name = document.encode()
        yield from self._starting(b"<" + name + b"#")
        yield from self._starting(b"<" + name + b"> ")

    def _starting(self, prefix: bytes) -> Iterator[bytes]:
        pieces = self._dump.pieces
        number = max(0, bisect_right(pieces, prefix, key=_start) - 1)
        for place in range(number, len(pieces)):
            content = self._content(place)
            for line in _lines(content, _first(content, prefix)):
                if not line.startswith(prefix):
                    return
                yield line


def _start(piece: Piece) -> bytes:
    """Give what the lines of the first subject of a piece begin with: by it pieces are sorted."""
    return f"{piece.start} ".encode()


def _difference(older: Iterator[bytes], newer: Iterator[bytes]) -> Iterator[tuple[Sign, bytes]]:
    """Compare sorted lines."""
    left, right = next(older, None), next(newer, None)
    while left is not None or right is not None:
        if left == right:
            left, right = next(older, None), next(newer, None)
        elif right is None or (left is not None and left < right):
            yield Sign.REMOVED, left or b""
            left = next(older, None)
        else:
            yield Sign.ADDED, right
            right = next(newer, None)


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


def _line(content: bytes, start: int) -> bytes:
    end = content.find(b"\n", start)
    return content[start:end] if end >= 0 else content[start:]


def _lines(content: bytes, start: int) -> Iterable[bytes]:
    while start < len(content):
        line = _line(content, start)
        yield line
        start += len(line) + 1


def _first(content: bytes, prefix: bytes) -> int:
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
