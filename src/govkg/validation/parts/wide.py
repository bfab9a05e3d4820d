"""What the rules that look at everything see: a few properties, and few of the classes."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final

from govkg.validation.parts.graph import Edge
from govkg.validation.parts.part import write_triple
from govkg.validation.rules.footprint import ANY, Footprint
from govkg.vocabulary import RDF, RDFS

_TYPE: Final = f"<{RDF}type>"
_SUBCLASS: Final = f"<{RDFS}subClassOf>"


class Extract:
    """The triples of a part that can matter to rules of one footprint."""

    def __init__(self, footprint: Footprint, common: Mapping[str, Iterable[Edge]]) -> None:
        """Look as far as *footprint*; what only the *common* nodes say of a class is all of it."""
        self._everything = footprint.everything
        self._predicates = {f"<{name}>" for name in footprint.forward | footprint.backward}
        self._classes = {f"<{name}>" for name in footprint.classes}
        self._any_class = ANY in footprint.classes
        self._common = common
        self._matters = cache(self._is_of_use)

    def of(self, described: Mapping[str, Iterable[Edge]]) -> Iterator[str]:
        """Give what matters of what is said of some nodes, as N-Triples."""
        for node, edges in described.items():
            for predicate, value in edges:
                if self._everything or (
                    predicate in self._predicates and (predicate != _TYPE or self._matters(value))
                ):
                    yield write_triple(node, predicate, value)

    def _is_of_use(self, name: str) -> bool:
        """Say whether a class, or one above it, is asked for; of a strange one, that may be."""
        seen: set[str] = set()
        waiting = [name]
        while waiting:
            name = waiting.pop()
            if self._any_class or name in self._classes or name not in self._common:
                return True
            if name not in seen:
                seen.add(name)
                waiting += [
                    value for predicate, value in self._common[name] if predicate == _SUBCLASS
                ]
        return False
