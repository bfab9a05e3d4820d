"""Lexical forms as a store has them: ``"02.50"^^xsd:decimal`` becomes ``"2.5"^^xsd:decimal``.

So that dumps say what the endpoint answers. Only literals with a datatype can change, and few of
them do, so each is asked of a store once.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from govkg.vocabulary import XSD

_TYPED: Final = re.compile(rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"\^\^<[^>\n]*>')
"""A literal with a datatype: nowhere else does a quotation mark stand without a backslash."""
_PLAIN: Final = re.compile(rf'"(?:0|-?[1-9][0-9]{{0,17}})"\^\^<{XSD}integer>'.encode())
"""What a store leaves as it is, as most numbers are."""


class Normaliser:
    """Writes texts as a store would, and remembers what it writes of each literal."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self._known: set[bytes] = set()
        self._changed: dict[bytes, bytes] = {}

    def write(self, text: bytes) -> bytes:
        r"""Write canonical N-Quads, each line in its place.

        >>> number = b"^^<http://www.w3.org/2001/XMLSchema#integer>"
        >>> Normaliser().write(b'<urn:s> <urn:p> "02"' + number + b' .').split(b"^^")[0]
        b'<urn:s> <urn:p> "2"'
        """
        literals = set(_TYPED.findall(text))
        unknown = [told for told in literals - self._known if not _PLAIN.match(told)]
        self._changed |= _changes(unknown)
        self._known.update(unknown)
        if self._changed.keys().isdisjoint(literals):
            return text
        return _TYPED.sub(lambda told: self._changed.get(told[0], told[0]), text)


def _changes(literals: Sequence[bytes]) -> Mapping[bytes, bytes]:
    """Give what a store writes for each of *literals* that it writes otherwise."""
    if not literals:
        return {}
    text = b"\n".join(b"<urn:n:%d> <urn:p> %b ." % place for place in enumerate(literals))
    store = Store()
    store.extend(parse(text, format=RdfFormat.N_TRIPLES))
    found = {}
    for quad in store:
        literal, told = literals[_place(quad)], str(quad.object).encode()
        if told != literal:
            found[literal] = told
    return found


def _place(quad: Quad) -> int:
    if not isinstance(quad.subject, NamedNode):
        raise TypeError(quad.subject)
    return int(quad.subject.value.rpartition(":")[2])
