"""Shapes, told apart by how far they look."""

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from pyoxigraph import Triple

from govkg.validation.engine.queries import query_of
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.parts.outline import Directions
from govkg.validation.rules.footprint import Footprint, of_shapes, of_targets
from govkg.validation.rules.kept import KeptRules
from govkg.vocabulary import SH

_TARGET: Final = f"{SH}targetObjectsOf"


class Rules:
    """Which rules there are, and how far they look.

    *fast* says whether all can be asked once for all focus nodes; if so, *local* and *wide* number
    the queries, in the order of the shapes graph's constraints, that look at a part and what it
    touches, and at everything.
    """

    def __init__(self, shapes: Iterable[Triple], known: KeptRules | None = None) -> None:
        """Read *shapes*; what is *known* of their queries is not found out again."""
        known = known or KeptRules(None)
        self.graph = ShapesGraph(shapes)
        self.footprint = of_shapes(self.graph)
        self.wide_footprint = Footprint()
        self.local: list[int] = []
        self.wide: list[int] = []
        self.fast = not self.graph.extended
        for number, constraint in enumerate(self.graph.constraints):
            reach = known.reach(query_of(self.graph, constraint))
            if reach is None or self.graph.sources(constraint.shape) is None:
                self.fast = False
                continue
            footprint = reach | of_targets(self.graph, constraint)
            if footprint.local:
                self.local.append(number)
                self.footprint |= footprint
            else:
                self.wide.append(number)
                self.wide_footprint |= footprint
        known.keep()

    @cached_property
    def directions(self) -> Directions:
        """How the local rules go from one node to others."""
        backward = _written(self.footprint.backward)
        targets = {
            str(triple.object) for triple in self.graph.triples if triple.predicate.value == _TARGET
        }
        return Directions(_written(self.footprint.forward), backward, frozenset(targets - backward))

    @property
    def divisible(self) -> bool:
        """Say whether parts can be checked one by one."""
        return self.fast and self.footprint.local


def _written(names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"<{name}>" for name in names)
