"""The graph in parts, each read when it is looked at, and what the rules see from a part."""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final

from govkg.validation.engine.core import plain_name
from govkg.validation.parts.directory import Directory
from govkg.validation.parts.outline import Directions, hash_of
from govkg.validation.parts.part import Part, write_triple

_AT_HAND: Final = 200_000
"""Triples of parts that were looked at last, which are kept taken apart."""
_WITNESS: Final = "<urn:govkg:witness>"

Edge = tuple[str, str]
Edges = Sequence[Edge]


class Described:
    """A part taken apart: the edges of each node, and the nodes behind each edge backwards.

    *texts* are the literals that are looked at from the other end.
    """

    def __init__(self, part: Part, directions: Directions) -> None:
        """Take *part* apart; *directions* say which edges are looked at from their values."""
        edges: dict[str, list[Edge]] = defaultdict(list)
        sources: dict[str, list[str]] = defaultdict(list)
        texts: set[str] = set()
        backward, pointing = directions.backward, directions.pointing
        for subject, predicate, value in part.statements:
            edges[subject].append((predicate, value))
            if predicate in pointing:
                if predicate in backward:
                    sources[value].append(subject)
                if value[0] == '"':
                    texts.add(value)
        self.edges, self.sources, self.texts, self.size = edges, sources, texts, len(part.lines)


@dataclass(slots=True)
class Neighbourhood:
    """What the rules see from a part, which is known by its *number*.

    *homes* are the nodes whose results are the part's: those that it describes, and those that it
    mentions and nobody describes. *own* is all that is said of the former, *elsewhere* what of it
    other parts say, *outside* what is said of the nodes around. *touched* hashes all nodes on which
    the results depend.
    """

    number: int
    homes: set[str]
    own: Mapping[str, Edges]
    elsewhere: Mapping[str, Edges]
    outside: dict[str, Edges] = field(default_factory=dict)
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
        self.common: dict[str, Edges] = {}
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
        return {hash_of(term) for term in met}

    def neighbourhood(self, number: int) -> Neighbourhood:
        """Gather what the rules see from part *number*."""
        described = self._described(number)
        own: dict[str, list[Edge]] = described.edges
        elsewhere: dict[str, Edges] = {}
        if self._directory.is_shared(number):
            elsewhere = {node: edges for node in own if (edges := self._edges(node, but=number))}
            own = own | {node: [*own[node], *edges] for node, edges in elsewhere.items()}
        names = {name for edges in own.values() for name, _ in edges}
        values = {value for edges in own.values() for _, value in edges if value[0] != '"'}
        strays = {
            value
            for value in (values | described.texts) - own.keys()
            if not self._directory.describing(value)
        }
        found = Neighbourhood(number, own.keys() | strays, own, elsewhere)
        self._reach(found, names | values)
        return found

    def _reach(self, found: Neighbourhood, named: set[str]) -> None:
        """Follow the rules' properties from homes and what is *named*, as far as they lead."""
        own, common = found.own, self.common
        met = named | found.homes
        waiting = [term for term in met if term not in own and term not in common]

        def meet(terms: Iterable[str]) -> None:
            for term in terms:
                if term not in met and not term.startswith('"'):
                    met.add(term)
                    if term not in common:
                        waiting.append(term)

        for node in self._directory.met_from_outside(found.number, own):
            meet(self._sources(node))
        while waiting:
            node = waiting.pop()
            if node not in found.homes:
                edges = self._edges(node)
                if edges:
                    found.outside[node] = edges
                meet(value for name, value in edges if name in self._directions.forward)
            meet(self._sources(node))
        found.touched = self._directory.nodes(found.number).union(
            hash_of(term) for term in met if term not in own
        )

    def around(self, neighbourhoods: Iterable[Neighbourhood]) -> Iterator[bytes]:
        """Write what is seen beside some parts as N-Triples, with one witness for many."""
        seen: dict[str, Edges] = {}
        homes: set[str] = set()
        for found in neighbourhoods:
            yield _write(found.elsewhere)
            seen |= found.outside
            homes |= found.homes
        yield self._written_common
        yield _write({node: edges for node, edges in seen.items() if node not in homes})
        for predicate, node in self._directory.targets(sorted(self._directions.witnessed), homes):
            yield write_triple(_WITNESS, predicate, node).encode()

    @cached_property
    def _written_common(self) -> bytes:
        return _write(self.common)

    def _edges(self, node: str, but: int | None = None) -> Edges:
        """Give what is said of *node* in all parts *but* one."""
        numbers = self._directory.describing(node)
        said = (self._described(one).edges.get(node, ()) for one in numbers if one != but)
        return list(dict.fromkeys(chain.from_iterable(said)))

    def _sources(self, value: str) -> Iterator[str]:
        """List the nodes with an edge to *value* that is followed backwards."""
        for number in self._directory.pointing(value):
            yield from self._described(number).sources.get(value, ())

    def _described(self, number: int) -> Described:
        known = self._at_hand.get(number)
        if known is None:
            known = Described(self._parts[number], self._directions)
            self._at_hand[number] = known
            self._size += known.size
            while self._size > _AT_HAND and len(self._at_hand) > 1:
                _, dropped = self._at_hand.popitem(last=False)
                self._size -= dropped.size
        else:
            self._at_hand.move_to_end(number)
        return known


def _write(said: Mapping[str, Edges]) -> bytes:
    lines = (
        write_triple(node, predicate, value)
        for node, edges in said.items()
        for predicate, value in edges
    )
    return "".join(lines).encode()


def homes_of(neighbourhoods: Iterable[Neighbourhood]) -> frozenset[str]:
    """Name the nodes whose results are those of some parts."""
    return frozenset(plain_name(node) for found in neighbourhoods for node in found.homes)
