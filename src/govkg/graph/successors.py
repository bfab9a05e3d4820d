"""Former names: entities that were renamed, or merged into others.

A document of which nothing is said but what took its place (``dcterms:isReplacedBy``), and perhaps
that it is out of use (``owl:deprecated``), is no entity any more; who asks for it is led on. One
that still has a class, as a pledge that a later one replaces, stays what it is.
"""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Store

from govkg.iris import document_of
from govkg.vocabulary import DCTERMS, OWL

REPLACED: Final = f"{DCTERMS}isReplacedBy"
FORMER: Final = frozenset({REPLACED, f"{OWL}deprecated"})
"""What may be said of a former name."""


def read_successors(store: Store) -> dict[str, str]:
    """Give what took the place of each former name in the merge, chains followed to their end."""
    graph = DefaultGraph()
    found = {
        document_of(quad.subject.value): quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(REPLACED), None, graph)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }
    former = {
        iri: successor
        for iri, successor in found.items()
        if all(
            quad.predicate.value in FORMER
            for quad in store.quads_for_pattern(NamedNode(iri), None, None, graph)
        )
    }
    return {iri: last for iri in former if (last := _end(former, iri)) is not None}


def _end(former: Mapping[str, str], iri: str) -> str | None:
    """Follow a chain to its end; one that runs in a circle has none."""
    seen = {iri}
    while (successor := former.get(iri)) is not None:
        if successor in seen:
            return None
        seen.add(successor)
        iri = successor
    return iri
