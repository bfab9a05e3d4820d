"""Lexical forms as a store has them: ``"02.50"^^xsd:decimal`` becomes ``"2.5"^^xsd:decimal``.

So that dumps say what the endpoint answers. Only literals with a datatype can change, and few of
them do, so each is asked of a store once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, parse

from govkg.vocabulary import XSD

_MARK: Final = '"^^<'
_PLAIN: Final = re.compile(rf'"(?:0|-?[1-9][0-9]{{0,17}})"\^\^<{XSD}integer>')
"""What a store leaves as it is, as most numbers are."""


def normalised_lines(lines: Iterable[str]) -> Iterator[str]:
    """Give canonical N-Quads *lines* as a store would write them, in their order."""
    kept = list(lines)
    literals = {_literal(line) for line in kept if _MARK in line}
    changed = _changes(literal for literal in literals if literal and not _PLAIN.match(literal))
    for line in kept:
        literal = _literal(line) if changed and _MARK in line else ""
        yield line.replace(literal, changed[literal], 1) if literal in changed else line


def _literal(line: str) -> str:
    """Give the literal with a datatype that *line* ends in, its graph aside; empty: there is none.

    >>> _literal('<urn:s> <urn:p> "2"^^<urn:t> <urn:g> .')
    '"2"^^<urn:t>'
    """
    rest = line.split(" ", 2)[2]
    # No IRI holds a quotation mark, so the last one ends the text.
    end = rest.rfind('"') + 1
    return rest[: rest.index(">", end) + 1] if rest.startswith("^^<", end) and end else ""


def _changes(literals: Iterable[str]) -> Mapping[str, str]:
    """Give what a store writes for each of *literals* that it writes otherwise."""
    known = list(literals)
    text = "\n".join(f"<urn:n:{place}> <urn:p> {literal} ." for place, literal in enumerate(known))
    store = Store()
    store.bulk_extend(parse(text, format=RdfFormat.N_TRIPLES))
    found = {}
    for quad in store:
        literal = known[_place(quad)]
        if str(quad.object) != literal:
            found[literal] = str(quad.object)
    return found


def _place(quad: Quad) -> int:
    if not isinstance(quad.subject, NamedNode):
        raise TypeError(quad.subject)
    return int(quad.subject.value.rpartition(":")[2])
