"""Write the dumps of a release: the same content gives the same bytes.

They are written piece by piece, so that memory does not grow with the dataset, and into files
without a name, so that they can be written before the release has one. A piece that the release
before has is taken from there.
"""

import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from govkg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, GraphFormat
from govkg.graph.serialisation import DECLARED
from govkg.processes import begun, beside
from govkg.release.files.accounting import Described, account
from govkg.release.files.packing import Written, write_piece
from govkg.release.layout import Layout
from govkg.release.manifest import GZIP, PublicFile
from govkg.release.pieces import Cut, PackedDump, Piece, Pieces, by_digest, read_pieces
from govkg.release.stretches import HEADER, finish, pack
from govkg.vocabulary import PREFIXES

DUMPS: Final = {
    TURTLE: "The merge of all graphs, to read",
    N_TRIPLES: "The merge of all graphs, line by line",
    JSON_LD: "The merge of all graphs, for JSON tools",
    RDF_XML: "The merge of all graphs, for XML tools",
    N_QUADS: "All graphs, line by line",
    TRIG: "All graphs, to read",
}
"""The formats of dumps, each with its title."""

_ALONE: Final = 8_000_000
"""Bytes of N-Quads up to which other processes would take longer to start than to help."""
_AHEAD: Final = 8
"""Pieces that are made ready ahead of what is written."""
_JOINS: Final = {JSON_LD: b",\n"}
_FEET: Final = {JSON_LD: b"]\n", RDF_XML: b"</rdf:RDF>\n"}
_DIRECTIONS: Final = "http://www.w3.org/2005/11/its"
"""What RDF/XML says the direction of a text with."""


class _Earlier:
    """The pieces of the release before, to be taken over; `close` it."""

    def __init__(self, layout: Layout) -> None:
        """Open the dumps of a release.

        Raises:
            ReleaseError: they are not there.
        """
        pieces = read_pieces(layout.pieces)
        self._numbers = by_digest(pieces.pieces)
        self._pieces = pieces.pieces
        self._dumps = {form.extension: PackedDump(layout.dump(form), pieces) for form in DUMPS}

    def close(self) -> None:
        """Close the dumps."""
        for dump in self._dumps.values():
            dump.close()

    def find(self, digest: str) -> Written | None:
        """Give the piece with this *digest*, if there is one."""
        number = self._numbers.get(digest)
        if number is None:
            return None
        bodies = {extension: dump.packed(number).body for extension, dump in self._dumps.items()}
        return Written(self._pieces[number], bodies)


class WrittenDumps:
    """Dumps that are written, and wait for the folder they belong in. `close` them."""

    def __init__(
        self,
        folder: Path,
        cuts: Iterable[Cut],
        previous: Layout | None = None,
        *,
        spared: int = 0,
    ) -> None:
        """Write the lines of *cuts* in every format, into files without a name beside *folder*.

        What a *previous* release has is taken from it; the caller has made sure of its dumps.
        So many processors are *spared* for others.
        """
        self._spared = spared
        self.pieces: list[Piece] = []
        self._joins = {form: pack(join) for form, join in _JOINS.items()}
        with ExitStack() as files:
            self._bodies: dict[GraphFormat, IO[bytes]] = {
                form: files.enter_context(TemporaryFile(dir=folder)) for form in DUMPS
            }
            self._write(cuts, previous)
            self._files = files.pop_all()

    def close(self) -> None:
        """Let go of them."""
        self._files.close()

    def _write(self, cuts: Iterable[Cut], previous: Layout | None) -> None:
        with closing(_Earlier(previous)) if previous else nullcontext(None) as earlier:
            for written in _in_order(cuts, earlier, self._spared):
                for form, body in self._bodies.items():
                    if self.pieces and form in self._joins:
                        body.write(self._joins[form].body)
                    body.write(written.bodies[form.extension])
                self.pieces.append(written.piece)

    def put(self, layout: Layout) -> list[PublicFile]:
        """Put them, and what is known of their pieces, where a release has them."""
        used = {name for piece in self.pieces for name in piece.prefixes}
        heads = {form: pack(_head(form, used)) for form in DUMPS}
        known = Pieces(
            heads={form.extension: head.known for form, head in heads.items()},
            joins={form.extension: join.known for form, join in self._joins.items()},
            pieces=tuple(self.pieces),
        )
        for form, body in self._bodies.items():
            foot = pack(_FEET.get(form, b""))
            with layout.dump(form).open("wb") as target:
                target.write(HEADER + heads[form].body)
                body.seek(0)
                shutil.copyfileobj(body, target, 1 << 20)
                target.write(foot.body)
                finish(target, (*known.stretches(form.extension), foot.known))
        self.close()
        layout.pieces.write_text(known.model_dump_json(), encoding="utf-8")
        return [_described(layout, form, self.pieces) for form in DUMPS]


@dataclass(frozen=True, slots=True)
class FollowingDumps:
    """Dumps that will be written once they have a folder: few of their *pieces* are new.

    All others the *previous* release has.
    """

    pieces: list[Cut]
    previous: Layout

    def put(self, layout: Layout) -> list[PublicFile]:
        """Write them."""
        return write_dumps(layout, self.pieces, self.previous)


def write_dumps(
    layout: Layout, cuts: Iterable[Cut], previous: Layout | None = None
) -> list[PublicFile]:
    """Write the lines of *cuts* in every format, and what is known of their pieces."""
    with closing(WrittenDumps(layout.files, cuts, previous)) as dumps:
        return dumps.put(layout)


def _in_order(cuts: Iterable[Cut], earlier: _Earlier | None, spared: int) -> Iterator[Written]:
    """Take pieces over or write them; beyond a few, in other processes, a few ahead."""
    waiting: deque[Written | Callable[[], Written]] = deque()
    size = 0
    with ExitStack() as stack:
        executor = None
        for one in cuts:
            found = earlier.find(one.digest) if earlier else None
            size += 0 if found else one.length
            if found is None and size > _ALONE:
                executor = executor or stack.enter_context(beside(spared=spared))
                waiting.append(begun(executor, write_piece, one))
            else:
                waiting.append(found or write_piece(one))
            while len(waiting) > _AHEAD:
                yield _done(waiting.popleft())
        while waiting:
            yield _done(waiting.popleft())


def _done(written: Written | Callable[[], Written]) -> Written:
    return written if isinstance(written, Written) else written()


def _described(layout: Layout, form: GraphFormat, pieces: Iterable[Piece]) -> PublicFile:
    quads = form in {N_QUADS, TRIG}
    count = sum(piece.quads if quads else piece.triples for piece in pieces)
    described = Described(form.media_type, DUMPS[form], count)
    return account(layout.dump(form), described, compression=GZIP)


def _head(form: GraphFormat, used: Iterable[str]) -> bytes:
    prefixes = {name: PREFIXES[name] for name in sorted(used)}
    if form in {TURTLE, TRIG}:
        return b"".join(
            DECLARED + f"{name}: <{iri}> .\n".encode() for name, iri in prefixes.items()
        )
    if form is RDF_XML:
        prefixes |= {"rdf": PREFIXES["rdf"], "its": _DIRECTIONS}
        names = "".join(f' xmlns:{name}="{iri}"' for name, iri in sorted(prefixes.items()))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'.encode()
    return b"[" if form is JSON_LD else b""
