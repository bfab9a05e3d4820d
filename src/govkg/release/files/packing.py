"""A piece of the dumps in every format, packed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Quad, RdfFormat, parse, serialize

from govkg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from govkg.graph.serialisation import split_declarations
from govkg.release.pieces import Cut, Piece
from govkg.release.stretches import pack
from govkg.vocabulary import PREFIXES


@dataclass(frozen=True, slots=True)
class Written:
    """A piece, and the bytes of its stretches by the extension of the dump."""

    piece: Piece
    bodies: Mapping[str, bytes]


def write_piece(one: Cut) -> Written:
    """Write a piece in every format."""
    lines = one.lines()
    quads = _joined(lines)
    triples = _joined(merged_lines(lines))
    statements = list(parse(triples, format=RdfFormat.N_TRIPLES))
    bodies = {
        N_QUADS: quads,
        N_TRIPLES: triples,
        TURTLE: _without_prefixes(statements, RdfFormat.TURTLE),
        TRIG: _without_prefixes(parse(quads, format=RdfFormat.N_QUADS), RdfFormat.TRIG),
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
        prefixes=tuple(name for name, iri in PREFIXES.items() if f"<{iri}".encode() in quads),
        stretches={extension: stretch.known for extension, stretch in packed.items()},
    )
    return Written(piece, {extension: stretch.body for extension, stretch in packed.items()})


def _serialized(statements: Iterable[Quad], codec: RdfFormat) -> bytes:
    return serialize(statements, format=codec, prefixes=PREFIXES) or b""


def _without_prefixes(statements: Iterable[Quad], codec: RdfFormat) -> bytes:
    _, body = split_declarations(_serialized(statements, codec))
    return body


def _elements(text: bytes) -> bytes:
    """Give what stands inside of the outermost element."""
    start = text.index(b">\n", text.index(b"<rdf:RDF")) + 2
    return text[start : text.rindex(b"</rdf:RDF>")]


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
