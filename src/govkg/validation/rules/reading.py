"""Shapes, told apart by how far they look."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Final

from pyoxigraph import NamedNode

from govkg.processes import Helpers
from govkg.validation.engine.queries import query_of
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.parts.outline import Directions
from govkg.validation.rules.footprint import Footprint, of_shapes, of_targets
from govkg.validation.rules.kept import KeptRules
from govkg.vocabulary import SH

_TARGET: Final = f"{SH}targetObjectsOf"


@dataclass(frozen=True, slots=True)
class WideRule:
    """A *shape*, ``None`` for all without a name, whose *queries* look at everything.

    Queries are numbered in the order of the shapes graph's constraints.
    """

    shape: str | None
    queries: tuple[int, ...]
    footprint: Footprint


class Rules:
    """Which rules there are, and how far they look.

    *fast* says whether all *queries* can be asked once for all focus nodes; if so, *local* numbers
    those that look at a part and what it touches, and *wide* are the rules with the others.
    """

    def __init__(
        self,
        graph: ShapesGraph,
        known: KeptRules | None = None,
        helpers: Helpers | None = None,
    ) -> None:
        """Read the shapes of *graph*; what is *known* of their queries is not found out again.

        *helpers* find out what is not known of many.
        """
        known = known or KeptRules()
        self.graph = graph
        queries = [query_of(self.graph, constraint) for constraint in self.graph.constraints]
        if helpers:
            known.learn(queries, helpers)
        self.footprint = of_shapes(self.graph)
        self.local: list[int] = []
        self.wide: list[WideRule] = []
        self.fast = not self.graph.extended
        wide: dict[str | None, list[tuple[int, Footprint]]] = {}
        for number, (constraint, query) in enumerate(
            zip(self.graph.constraints, queries, strict=True)
        ):
            reach = known.reach(query)
            if reach is None or self.graph.sources(constraint.shape) is None:
                self.fast = False
                continue
            footprint = reach | of_targets(self.graph, constraint)
            if footprint.local:
                self.local.append(number)
                self.footprint |= footprint
            else:
                shape = constraint.shape
                name = shape.value if isinstance(shape, NamedNode) else None
                wide.setdefault(name, []).append((number, footprint))
        for name, asked in wide.items():
            numbers, footprints = zip(*asked, strict=True)
            self.wide.append(WideRule(name, numbers, reduce(or_, footprints)))
        known.keep()

    @property
    def queries(self) -> tuple[int, ...]:
        """Number all queries."""
        return (*self.local, *(number for rule in self.wide for number in rule.queries))

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
