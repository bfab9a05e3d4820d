"""What a release says around a document that is checked by itself."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from govkg.validation.rules.footprint import Footprint

_MOST: Final = 200_000
"""Triples, past which what is farther away is not looked at."""


def surroundings(store: Store, document: Iterable[Quad], footprint: Footprint) -> list[str]:
    """Gather, as N-Triples, what *store* says of what the rules reach from *document*.

    What the document describes itself takes the place of what the store says of it.
    """
    quads = list(document)
    own = {quad.subject for quad in quads}
    seen: set[Any] = set(own)
    waiting: list[Any] = []

    def meet(terms: Iterable[Any]) -> None:
        for term in terms:
            if isinstance(term, NamedNode | BlankNode) and term not in seen:
                seen.add(term)
                waiting.append(term)

    meet(term for quad in quads for term in (quad.predicate, quad.object))
    forward = {NamedNode(name) for name in footprint.forward}
    backward = [NamedNode(name) for name in footprint.backward]
    for node in own:
        meet(_sources(store, backward, node))
    lines: dict[str, None] = {}
    while waiting and len(lines) < _MOST:
        node = waiting.pop()
        for quad in _said(store, node, None, None):
            lines[f"{quad.triple} ."] = None
            if quad.predicate in forward:
                meet([quad.object])
        meet(_sources(store, backward, node))
    return list(lines)


def _sources(store: Store, names: Iterable[NamedNode], node: Any) -> Iterator[Any]:
    for name in names:
        for quad in islice(_said(store, None, name, node), _MOST):
            yield quad.subject


def _said(store: Store, subject: Any, predicate: Any, value: Any) -> Iterator[Quad]:
    if isinstance(subject, Literal):
        return iter(())
    return iter(store.quads_for_pattern(subject, predicate, value, DefaultGraph()))
