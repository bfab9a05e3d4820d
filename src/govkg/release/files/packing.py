"""A piece of the dumps in every format, packed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from govkg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from govkg.graph.serialisation import split_declarations
from govkg.release.pieces import Cut, Piece
from govkg.release.stretches import pack
from govkg.vocabulary import PREFIXES

_BEGINNINGS: Final = {name: f"<{iri}".encode() for name, iri in PREFIXES.items()}
_LONGEST: Final = max(map(len, _BEGINNINGS.values()))


@dataclass(frozen=True, slots=True)
class Written:
    """A piece, and the bytes of its stretches by the extension of the dump."""

    piece: Piece
    bodies: Mapping[str, bytes]


def write_piece(one: Cut) -> Written:
    """Write a piece in every format."""
    quads = one.text()
    # They were written by the same library: to look at each IRI again takes as long as to read it.
    # Without the names of their graphs they stay sorted.
    parsed = list(parse(quads, format=RdfFormat.N_QUADS, lenient=True))
    statements = list(dict.fromkeys([quad.triple for quad in parsed]))
    bodies = {
        N_QUADS: quads,
        N_TRIPLES: serialize(statements, format=RdfFormat.N_TRIPLES) or b"",
        TURTLE: _without_prefixes(statements, RdfFormat.TURTLE),
        TRIG: _without_prefixes(parsed, RdfFormat.TRIG),
        JSON_LD: _serialized(statements, RdfFormat.JSON_LD).strip()[1:-1],
        RDF_XML: _elements(_serialized(statements, RdfFormat.RDF_XML)),
    }
    packed = {form.extension: pack(body) for form, body in bodies.items()}
    piece = Piece(
        start=one.start,
        digest=one.digest,
        length=one.length,
        quads=one.quads,
        triples=len(statements),
        prefixes=_prefixes_of(quads),
        stretches={extension: stretch.known for extension, stretch in packed.items()},
    )
    return Written(piece, {extension: stretch.body for extension, stretch in packed.items()})


def _serialized(statements: Iterable[Triple] | Iterable[Quad], codec: RdfFormat) -> bytes:
    return serialize(statements, format=codec, prefixes=PREFIXES) or b""


def _without_prefixes(statements: Iterable[Triple] | Iterable[Quad], codec: RdfFormat) -> bytes:
    _, body = split_declarations(_serialized(statements, codec))
    return body


def _elements(text: bytes) -> bytes:
    """Give what stands inside of the outermost element."""
    start = text.index(b">\n", text.index(b"<rdf:RDF")) + 2
    return text[start : text.rindex(b"</rdf:RDF>")]


def _prefixes_of(quads: bytes) -> tuple[str, ...]:
    """Name the prefixes of use in *quads*.

    They are looked for in how IRIs begin, each beginning once.
    """
    begun = b"<" + b"<".join({rest[:_LONGEST] for rest in quads.split(b"<")})
    return tuple(name for name, begins in _BEGINNINGS.items() if begins in begun)


def triple_of_line(line: bytes) -> bytes:
    """Cut the name of the graph off a canonical N-Quads line.

    >>> triple_of_line(b'<urn:s> <urn:p> "a <b>"@en <urn:g> .')
    b'<urn:s> <urn:p> "a <b>"@en .'
    """
    # No name holds a quotation mark or a space; only the text of a literal does.
    end = line.rfind(b'"') + 1
    if end:
        return line[: line.index(b" ", end)] + b" ."
    return b" ".join(line.split(b" ", 3)[:3]) + b" ."


def graph_of_line(line: str) -> str:
    """Give the name of the graph of a canonical N-Quads line, empty for the default graph.

    >>> graph_of_line('<urn:s> <urn:p> "a <b>"@en <urn:g> .')
    '<urn:g>'
    """
    _, _, rest = line.split(" ", 2)
    return rest[rest.rfind('"') + 1 :].partition(" ")[2].removesuffix(".").rstrip()
