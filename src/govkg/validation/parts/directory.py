"""Which parts describe a node, and which point at it, without reading them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, count, repeat

from govkg.validation.parts.outline import Outline, hash_of

_Numbers = int | tuple[int, ...]


class Directory:
    """Parts by the hashes of their outlines; a part is known by its number."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        """Enter *outlines*, each under its place."""
        self._outlines = outlines
        self._describing = _entered([outline.nodes.firsts for outline in outlines])
        self._pointing = _entered([set(outline.edges.seconds) for outline in outlines])
        self._targets = set(chain.from_iterable(outline.targets.firsts for outline in outlines))
        self._values = set(chain.from_iterable(outline.targets.seconds for outline in outlines))

    def describing(self, node: str) -> tuple[int, ...]:
        """Number the parts that describe *node*."""
        return _numbers(self._describing.get(hash_of(node)))

    def pointing(self, value: str) -> tuple[int, ...]:
        """Number the parts with an edge to *value* that can be followed backwards."""
        return _numbers(self._pointing.get(hash_of(value)))

    def nodes(self, number: int) -> set[int]:
        """Hash the nodes that part *number* describes."""
        return set(self._outlines[number].nodes.firsts)

    def is_shared(self, number: int) -> bool:
        """Say whether another part describes a node, too, that part *number* describes."""
        return any(self._describing[key] != number for key in self._outlines[number].nodes.firsts)

    def met_from_outside(self, number: int, nodes: Iterable[str]) -> Iterable[str]:
        """Give those of *nodes*, described by part *number*, that another part may point at."""
        pointing = self._pointing
        keys = self._outlines[number].nodes.firsts
        met = {key for key in keys if pointing.get(key, number) != number}
        return [node for node in nodes if hash_of(node) in met] if met else ()

    def targets(
        self, predicates: Iterable[str], values: Iterable[str]
    ) -> Iterator[tuple[str, str]]:
        """Give each of *predicates* with each of *values* that it makes a target in some part."""
        some = [value for value in values if hash_of(value) in self._values]
        for predicate in predicates:
            for value in some:
                if hash_of(predicate, value) in self._targets:
                    yield predicate, value


def _entered(parts: Sequence[Collection[int]]) -> dict[int, _Numbers]:
    """Give the numbers of parts by the hashes that they have, of which few are those of several."""
    numbers = chain.from_iterable(map(repeat, count(), map(len, parts)))
    table: dict[int, _Numbers] = dict(zip(chain.from_iterable(parts), numbers, strict=True))
    if len(table) < sum(map(len, parts)):
        shared: dict[int, list[int]] = defaultdict(list)
        for number, hashes in enumerate(parts):
            for key in hashes:
                if table[key] != number:
                    shared[key].append(number)
        table |= {key: (*others, *_numbers(table[key])) for key, others in shared.items()}
    return table


def _numbers(entry: _Numbers | None) -> tuple[int, ...]:
    if entry is None:
        return ()
    return (entry,) if isinstance(entry, int) else entry
