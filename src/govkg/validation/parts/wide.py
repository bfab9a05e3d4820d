"""What the rules that look at everything see: of each a few properties, and few of the classes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from govkg.validation.engine.packing import pack_whole
from govkg.validation.parts.graph import Edge
from govkg.validation.parts.part import write_triple
from govkg.validation.rules.footprint import ANY, Footprint
from govkg.vocabulary import RDF, RDFS

_TYPE: Final = f"<{RDF}type>"
_SUBCLASS: Final = f"<{RDFS}subClassOf>"

Ground = Mapping[int, bytes]
"""Packed triples of a part by the rules that see them: bit *n* stands for the *n*-th rule."""


class Extract:
    """The triples of a part that can matter to some rules, told apart by which."""

    def __init__(
        self,
        footprints: Sequence[Footprint],
        common: Mapping[str, Iterable[Edge]],
        is_described: Callable[[str], object],
    ) -> None:
        """Look as far as *footprints*.

        What only the *common* nodes say of a class is all of it, and of one that nobody says
        anything of (*is_described*), there is nothing more to know.
        """
        self._common = common
        self._is_described = is_described
        self._everything = 0
        self._seeing: dict[str, int] = defaultdict(int)
        self._asking: dict[str, int] = defaultdict(int)
        for number, footprint in enumerate(footprints):
            bit = 1 << number
            self._everything |= bit if footprint.everything else 0
            for name in footprint.forward | footprint.backward:
                self._seeing[f"<{name}>"] |= bit
            for name in footprint.classes:
                self._asking[name if name == ANY else f"<{name}>"] |= bit
        self._types = cache(self._of_type)

    def of(self, described: Mapping[str, Iterable[Edge]]) -> Ground:
        """Give what matters of what is said of some nodes."""
        found: dict[int, list[str]] = defaultdict(list)
        for node, edges in described.items():
            for predicate, value in edges:
                if predicate == _TYPE:
                    rules = self._types(value)
                else:
                    rules = self._seeing.get(predicate, 0) | self._everything
                if rules:
                    found[rules].append(write_triple(node, predicate, value))
        return {rules: pack_whole(lines) for rules, lines in found.items()}

    def _of_type(self, name: str) -> int:
        """Tell the rules that ask for a class, or for one above it; of a strange one, all may."""
        asking = self._asking.get(ANY, 0)
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            asking |= self._asking.get(name, 0)
            if name in self._common:
                waiting += [
                    value for predicate, value in self._common[name] if predicate == _SUBCLASS
                ]
            elif self._is_described(name):
                asking = -1
        return asking & self._seeing.get(_TYPE, 0) | self._everything
