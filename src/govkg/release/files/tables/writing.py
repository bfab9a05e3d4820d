"""Write the table in pieces, as dumps are: an edit writes those anew that it touches."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from govkg.graph.rebuilding import RebuildError
from govkg.iris import document_of
from govkg.release.files.documents import name_of
from govkg.release.files.tables.columns import Column
from govkg.release.files.tables.rows import Row
from govkg.release.pieces import is_start, ranges, touched
from govkg.release.records import read_record
from govkg.release.stretches import HEADER, Packed, Stretch, finish, pack, unpack

_TOGETHER: Final = 32
"""Pieces, on the average, that are read as one."""

Document = tuple[str, list[Row]]
"""The name of a document, and its rows."""


class Piece(BaseModel):
    """The rows of some documents, and the name of the first one."""

    model_config = ConfigDict(frozen=True)

    start: str
    stretch: Stretch


class TablePieces(BaseModel):
    """How the table is made of *pieces* behind a *head*."""

    model_config = ConfigDict(frozen=True)

    head: Stretch
    pieces: tuple[Piece, ...]


def read_table_pieces(file: Path) -> TablePieces:
    """Read what is known of a table's pieces.

    Raises:
        ReleaseError: it is missing or damaged.
    """
    return read_record(TablePieces, file)


class TableWriter:
    """Writes the table, packed (RFC 4180, UTF-8), and what its pieces are."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Begin with the names of *columns*."""
        self._head = _packed([[column.name for column in columns]])
        self._pieces: list[Piece] = []
        self._bodies: list[bytes] = []

    def write(self, documents: Iterable[Document]) -> None:
        """Add *documents* in order; they begin where a piece does. Some may have no rows."""
        start = ""
        rows: list[Row] = []
        for document, about in documents:
            if not about:
                continue
            name = name_of(document)
            if not start or is_start(name):
                self._end(start, rows)
                start, rows = name, []
            rows += about
        self._end(start, rows)

    def copy(self, before: "PackedTable", places: range) -> None:
        """Add some pieces of the table *before* as they are packed."""
        self._pieces += before.pieces[places.start : places.stop]
        self._bodies += [stretch.body for stretch in before.stretches[places.start : places.stop]]

    def finish(self, file: Path, pieces: Path) -> None:
        """Write both files."""
        known = TablePieces(head=self._head.known, pieces=tuple(self._pieces))
        with file.open("wb") as target:
            target.write(b"".join((HEADER, self._head.body, *self._bodies)))
            finish(target, (known.head, *(piece.stretch for piece in known.pieces)))
        pieces.write_text(known.model_dump_json(), encoding="utf-8")

    def _end(self, start: str, rows: list[Row]) -> None:
        if start:
            known, body = _packed(rows)
            self._pieces.append(Piece(start=start, stretch=known))
            self._bodies.append(body)


class PackedTable:
    """A table that was written, in its *file* and the list of its pieces."""

    def __init__(self, file: Path, pieces: Path) -> None:
        """Read it.

        Raises:
            ReleaseError: it is not there.
        """
        known = read_table_pieces(pieces)
        content = file.read_bytes()
        sizes = [piece.stretch.size for piece in known.pieces]
        places = accumulate(sizes, initial=len(HEADER) + known.head.size)
        self.pieces: Final = known.pieces
        self.stretches: Final = [
            Packed(piece.stretch, content[place : place + piece.stretch.size])
            for place, piece in zip(places, known.pieces, strict=False)
        ]

    @property
    def groups(self) -> Iterator[tuple[Packed, ...]]:
        """Put pieces together, some thousands of rows, wherever the rows before them end."""
        group: list[Packed] = []
        for piece, stretch in zip(self.pieces, self.stretches, strict=True):
            if group and is_start(piece.start, _TOGETHER):
                yield tuple(group)
                group = []
            group.append(stretch)
        if group:
            yield tuple(group)

    def touched(self, documents: Iterable[str]) -> list[range]:
        """Give the pieces, side by side, that *documents* are in or come into.

        Raises:
            RebuildError: there are no pieces.
        """
        if not self.pieces:
            raise RebuildError
        starts = [piece.start for piece in self.pieces]
        return ranges(touched(starts, map(name_of, documents)))

    def documents(self, places: range, others: Iterable[str]) -> list[Document]:
        """Give the documents of some pieces; those of *others* that belong there have no rows."""
        text = b"".join(unpack(self.stretches[place]) for place in places).decode()
        found: dict[str, list[Row]] = {}
        for row in csv.reader(io.StringIO(text, newline="")):
            found.setdefault(document_of(row[0]), []).append(row)
        first = self.pieces[places.start].start if places.start else ""
        following = [piece.start for piece in self.pieces[places.stop : places.stop + 1]]
        for document in others:
            name = name_of(document)
            if first <= name and all(name < start for start in following):
                found[document] = []
        return sorted(found.items(), key=lambda item: name_of(item[0]))


def _packed(rows: Iterable[Sequence[str]]) -> Packed:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return pack(text.getvalue().encode())
