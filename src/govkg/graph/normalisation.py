"""Lexical forms as a store has them: ``"02.50"^^xsd:decimal`` becomes ``"2.5"^^xsd:decimal``.

So that dumps say what the endpoint answers. Only literals with a datatype can change, and few of
them do, so each is asked of a store once.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from govkg.vocabulary import XSD

_MARK: Final = b'"^^<'
_PLAIN: Final = re.compile(rf'"(?:0|-?[1-9][0-9]{{0,17}})"\^\^<{XSD}integer>'.encode())
"""What a store leaves as it is, as most numbers are."""


def normalise(lines: list[bytes]) -> None:
    """Write canonical N-Quads *lines* as a store would, each in its place."""
    literals = [(place, _literal(line)) for place, line in enumerate(lines) if _MARK in line]
    changed = _changes({told for _, told in literals if told and not _PLAIN.match(told)})
    for place, told in literals if changed else ():
        if told in changed:
            lines[place] = lines[place].replace(told, changed[told], 1)


def _literal(line: bytes) -> bytes:
    """Give the literal with a datatype that *line* ends in, its graph aside; empty: there is none.

    >>> _literal(b'<urn:s> <urn:p> "2"^^<urn:t> <urn:g> .')
    b'"2"^^<urn:t>'
    """
    # No IRI holds a quotation mark, so the last one ends the text.
    end = line.rfind(b'"') + 1
    if not line.startswith(b"^^<", end):
        return b""
    start = line.index(b" ", line.index(b" ") + 1) + 1
    return line[start : line.index(b">", end) + 1]


def _changes(literals: Iterable[bytes]) -> Mapping[bytes, bytes]:
    """Give what a store writes for each of *literals* that it writes otherwise."""
    known = list(literals)
    text = b"\n".join(b"<urn:n:%d> <urn:p> %b ." % place for place in enumerate(known))
    store = Store()
    store.bulk_extend(parse(text, format=RdfFormat.N_TRIPLES))
    found = {}
    for quad in store:
        literal, told = known[_place(quad)], str(quad.object).encode()
        if told != literal:
            found[literal] = told
    return found


def _place(quad: Quad) -> int:
    if not isinstance(quad.subject, NamedNode):
        raise TypeError(quad.subject)
    return int(quad.subject.value.rpartition(":")[2])
