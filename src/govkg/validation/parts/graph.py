"""The graph in parts, each read when it is looked at, and what the rules see from a part."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from govkg.validation.engine.core import plain_name
from govkg.validation.parts.directory import Directory
from govkg.validation.parts.outline import Directions, hash_of_node
from govkg.validation.parts.part import Part, write_triple

_AT_HAND: Final = 200_000
"""Triples of parts that were looked at last, which are kept taken apart."""
_WITNESS: Final = "<urn:govkg:witness>"

Edge = tuple[str, str]


class Described:
    """A part taken apart: the edges of each node, and the nodes behind each edge backwards."""

    def __init__(self, part: Part, backward: frozenset[str]) -> None:
        """Take *part* apart; edges along *backward* are kept from their values, too."""
        self.size = 0
        self.edges: dict[str, dict[Edge, None]] = defaultdict(dict)
        self.sources: dict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in part.statements:
            self.edges[subject][predicate, value] = None
            if predicate in backward:
                self.sources[value].append(subject)
            self.size += 1


@dataclass(slots=True)
class Neighbourhood:
    """What the rules see from a part.

    *homes* are the nodes whose results are the part's: those that it describes, and those that it
    mentions and nobody describes. *outside* is what is said of the nodes around, *touched* hashes
    all nodes on which the results depend.
    """

    homes: set[str]
    own: dict[str, dict[Edge, None]]
    outside: dict[str, dict[Edge, None]] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)


class PartedGraph:
    """Parts, of which few are in memory at once. Terms are as N-Triples writes them."""

    def __init__(self, parts: Sequence[Part], directory: Directory, directions: Directions) -> None:
        """Look at *parts*, that *directory* has by their place, as far as *directions* lead."""
        self._parts = parts
        self._directory = directory
        self._directions = directions
        self._at_hand: OrderedDict[int, Described] = OrderedDict()
        self._size = 0
        self.common: dict[str, dict[Edge, None]] = {}
        self.everywhere = self._share(number for number, part in enumerate(parts) if part.shared)

    def _share(self, numbers: Iterable[int]) -> set[int]:
        """Gather what all parts see: what is shared, whoever says more of it, and what it leads to.

        Gives the hashes of all nodes that were met.
        """
        waiting = [node for number in numbers for node in self._described(number).edges]
        met = set(waiting)
        while waiting:
            node = waiting.pop()
            edges = self._edges(node)
            if edges:
                self.common[node] = edges
            values = (value for name, value in edges if name in self._directions.forward)
            for term in (*values, *self._sources(node)):
                if term not in met and not term.startswith('"'):
                    met.add(term)
                    waiting.append(term)
        return {hash_of_node(term) for term in met}

    def neighbourhood(self, number: int) -> Neighbourhood:
        """Gather what the rules see from part *number*."""
        described = self._described(number)
        own = {node: self._edges(node, number) for node in described.edges}
        strays = {
            value
            for edges in own.values()
            for predicate, value in edges
            if value not in own
            and (not value.startswith('"') or predicate in self._directions.pointing)
            and not self._directory.describing(value)
        }
        found = Neighbourhood(own.keys() | strays, own)
        self._reach(found)
        return found

    def _reach(self, found: Neighbourhood) -> None:
        """Follow the rules' properties from the homes, as far as they lead."""
        waiting = list(found.homes)
        met = set(found.homes)

        def meet(terms: Iterable[str]) -> None:
            for term in terms:
                if term not in met and not term.startswith('"'):
                    met.add(term)
                    if term not in self.common:
                        waiting.append(term)

        while waiting:
            node = waiting.pop()
            edges = found.own.get(node)
            if edges is not None:
                meet(term for edge in edges for term in edge)
            elif node not in found.homes:
                edges = self._edges(node)
                if edges:
                    found.outside[node] = edges
                meet(value for name, value in edges if name in self._directions.forward)
            meet(self._sources(node))
        found.touched = {hash_of_node(term) for term in met}

    def view(self, neighbourhoods: Iterable[Neighbourhood]) -> Iterator[str]:
        """Write what is seen from some parts as N-Triples, with one witness for many."""
        seen: dict[str, dict[Edge, None]] = dict(self.common)
        homes: set[str] = set()
        for found in neighbourhoods:
            seen.update(found.outside)
            seen.update(found.own)
            homes |= found.homes
        for node, edges in seen.items():
            for predicate, value in edges:
                yield write_triple(node, predicate, value)
        for predicate, node in self._directory.targets(sorted(self._directions.witnessed), homes):
            yield write_triple(_WITNESS, predicate, node)

    def _edges(self, node: str, first: int | None = None) -> dict[Edge, None]:
        """Give what is said of *node* in all parts, *first* before the others."""
        numbers = self._directory.describing(node)
        if first is not None and numbers == (first,):
            return self._described(first).edges[node]
        edges: dict[Edge, None] = {}
        for number in numbers:
            edges.update(self._described(number).edges.get(node, {}))
        return edges

    def _sources(self, value: str) -> Iterator[str]:
        """List the nodes with an edge to *value* that is followed backwards."""
        for number in self._directory.pointing(value):
            yield from self._described(number).sources.get(value, ())

    def _described(self, number: int) -> Described:
        known = self._at_hand.get(number)
        if known is None:
            known = Described(self._parts[number], self._directions.backward)
            self._at_hand[number] = known
            self._size += known.size
            while self._size > _AT_HAND and len(self._at_hand) > 1:
                _, dropped = self._at_hand.popitem(last=False)
                self._size -= dropped.size
        else:
            self._at_hand.move_to_end(number)
        return known


def homes_of(neighbourhoods: Iterable[Neighbourhood]) -> frozenset[str]:
    """Name the nodes whose results are those of some parts."""
    return frozenset(plain_name(node) for found in neighbourhoods for node in found.homes)
