"""What is said of nodes: of some in lines that are read already, of others in a store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from govkg.graph.index.gathering import Gathered, Kept, bare, is_iri, keep

_KEPT_NODES: Final = 5_000


class Nearby:
    """Looks up what is *near* there, all else in a *store*."""

    def __init__(self, near: Gathered, store: Store) -> None:
        """Look up what is said; the caller keeps the store open."""
        self._near = near
        self._store = store
        self._far = lru_cache(_KEPT_NODES)(self._look_up)

    def objects(self, predicate: str) -> "_Objects":
        """Give what a property leads to."""
        return _Objects(self._near, self._far, predicate)

    def _look_up(self, node: str) -> Mapping[str, Kept]:
        facts: dict[str, Kept] = {}
        if is_iri(node) or node[0] == "_":
            subject = NamedNode(node) if is_iri(node) else BlankNode(node[2:])
            for quad in self._store.quads_for_pattern(subject, None, None, DefaultGraph()):
                keep(facts, quad.predicate.value, bare(str(quad.object)))
        return facts


@dataclass(frozen=True, slots=True)
class _Objects:
    near: Gathered
    far: Callable[[str], Mapping[str, Kept]]
    predicate: str

    def get(self, node: str, default: Kept, /) -> Kept:
        """Give what the property leads to from *node*."""
        if node in self.near.subjects:
            return self.near.objects(self.predicate).get(node, default)
        return self.far(node).get(self.predicate, default)
