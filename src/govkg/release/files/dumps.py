"""Write the dumps of a release: the same content gives the same bytes.

They are written piece by piece, so that memory does not grow with the dataset; a piece that the
release before has is taken from there.
"""

import gzip
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Final

from pyoxigraph import Quad, RdfFormat, parse, serialize

from govkg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, GraphFormat
from govkg.release.files.accounting import LEVEL, Described, account
from govkg.release.layout import Layout
from govkg.release.manifest import GZIP, PublicFile
from govkg.release.pieces import Cut, PackedDump, Piece, Pieces, by_digest, read_pieces
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

_JOINS: Final = {JSON_LD: b",\n"}
_FEET: Final = {JSON_LD: b"]\n", RDF_XML: b"</rdf:RDF>\n"}
_PREFIX: Final = "@prefix "
_DIRECTIONS: Final = "http://www.w3.org/2005/11/its"
"""What RDF/XML says the direction of a text with."""


@dataclass(frozen=True, slots=True)
class Written:
    """A piece and its member of each dump, by extension."""

    piece: Piece
    members: Mapping[str, bytes]


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
        members = {extension: dump.member(number) for extension, dump in self._dumps.items()}
        return Written(self._pieces[number], members)


def write_dumps(
    layout: Layout, cuts: Iterable[Cut], previous: Layout | None = None
) -> list[PublicFile]:
    """Write the lines of *cuts* in every format.

    What a *previous* release has is taken from it; the caller has made sure of its dumps.
    """
    pieces: list[Piece] = []
    with ExitStack() as stack:
        earlier = stack.enter_context(closing(_Earlier(previous))) if previous else None
        bodies: dict[GraphFormat, IO[bytes]] = {
            form: stack.enter_context(TemporaryFile(dir=layout.files)) for form in DUMPS
        }
        for one in cuts:
            written = (earlier.find(one.digest) if earlier else None) or write_piece(one)
            for form, body in bodies.items():
                if pieces and form in _JOINS:
                    body.write(_pack(_JOINS[form]))
                body.write(written.members[form.extension])
            pieces.append(written.piece)
        used = {name for piece in pieces for name in piece.prefixes}
        heads = {form: _pack(_head(form, used)) for form in DUMPS}
        for form, body in bodies.items():
            with layout.dump(form).open("wb") as target:
                target.write(heads[form])
                body.seek(0)
                shutil.copyfileobj(body, target, 1 << 20)
                if form in _FEET:
                    target.write(_pack(_FEET[form]))
    known = Pieces(
        heads={form.extension: len(head) for form, head in heads.items()},
        joins={form.extension: len(_pack(_JOINS[form])) if form in _JOINS else 0 for form in DUMPS},
        pieces=tuple(pieces),
    )
    layout.pieces.write_text(known.model_dump_json(), encoding="utf-8")
    return [_described(layout, form, pieces) for form in DUMPS]


def _described(layout: Layout, form: GraphFormat, pieces: Iterable[Piece]) -> PublicFile:
    quads = form in {N_QUADS, TRIG}
    count = sum(piece.quads if quads else piece.triples for piece in pieces)
    described = Described(form.media_type, DUMPS[form], count)
    return account(layout.dump(form), described, compression=GZIP)


def write_piece(one: Cut) -> Written:
    """Write a piece in every format."""
    if one.lines is None:
        raise LookupError(one.start)
    quads = _joined(one.lines)
    triples = _joined(merged_lines(one.lines))
    statements = list(parse(triples, format=RdfFormat.N_TRIPLES))
    bodies = {
        N_QUADS: quads,
        N_TRIPLES: triples,
        TURTLE: _without_prefixes(statements, RdfFormat.TURTLE),
        TRIG: _without_prefixes(parse(quads, format=RdfFormat.N_QUADS), RdfFormat.TRIG),
        JSON_LD: _serialized(statements, RdfFormat.JSON_LD).strip()[1:-1],
        RDF_XML: _elements(_serialized(statements, RdfFormat.RDF_XML)),
    }
    piece = Piece(
        start=one.start,
        digest=one.digest,
        length=one.length,
        quads=one.quads,
        triples=len(statements),
        prefixes=tuple(name for name, iri in PREFIXES.items() if f"<{iri}".encode() in quads),
        sizes={},
    )
    members = {form.extension: _pack(body) for form, body in bodies.items()}
    sizes = {extension: len(member) for extension, member in members.items()}
    return Written(piece.model_copy(update={"sizes": sizes}), members)


def _serialized(statements: Iterable[Quad], codec: RdfFormat) -> bytes:
    return serialize(statements, format=codec, prefixes=PREFIXES) or b""


def _without_prefixes(statements: Iterable[Quad], codec: RdfFormat) -> bytes:
    text = _serialized(statements, codec)
    start = 0
    while text.startswith(_PREFIX.encode(), start):
        start = text.index(b"\n", start) + 1
    return text[start:]


def _elements(text: bytes) -> bytes:
    """Give what stands inside of the outermost element."""
    start = text.index(b">\n", text.index(b"<rdf:RDF")) + 2
    return text[start : text.rindex(b"</rdf:RDF>")]


def _head(form: GraphFormat, used: Iterable[str]) -> bytes:
    prefixes = {name: PREFIXES[name] for name in sorted(used)}
    if form in {TURTLE, TRIG}:
        return "".join(f"{_PREFIX}{name}: <{iri}> .\n" for name, iri in prefixes.items()).encode()
    if form is RDF_XML:
        prefixes |= {"rdf": PREFIXES["rdf"], "its": _DIRECTIONS}
        names = "".join(f' xmlns:{name}="{iri}"' for name, iri in sorted(prefixes.items()))
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n'.encode()
    return b"[" if form is JSON_LD else b""


def _pack(content: bytes) -> bytes:
    return gzip.compress(content, LEVEL, mtime=0)


def merged_lines(lines: Iterable[str]) -> Iterator[str]:
    """Give the merge of sorted N-Quads *lines* as N-Triples.

    With the names of their graphs cut off, sorted lines stay sorted: two that differ do so before
    that place. So equal triples stand beside each other.
    """
    last = ""
    for line in lines:
        triple = triple_of_line(line)
        if triple != last:
            yield triple
            last = triple


def triple_of_line(line: str) -> str:
    """Cut the name of the graph off a canonical N-Quads line.

    >>> triple_of_line('<urn:s> <urn:p> "a <b>"@en <urn:g> .')
    '<urn:s> <urn:p> "a <b>"@en .'
    """
    subject, predicate, rest = line.split(" ", 2)
    # No name holds a quotation mark or a space; only the text of a literal does.
    end = rest.rfind('"') + 1
    return f"{subject} {predicate} {rest[:end]}{rest[end:].partition(' ')[0]} ."


def graph_of_line(line: str) -> str:
    """Give the name of the graph of a canonical N-Quads line, empty for the default graph.

    >>> graph_of_line('<urn:s> <urn:p> "a <b>"@en <urn:g> .')
    '<urn:g>'
    """
    _, _, rest = line.split(" ", 2)
    return rest[rest.rfind('"') + 1 :].partition(" ")[2].removesuffix(".").rstrip()


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
