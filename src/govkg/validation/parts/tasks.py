"""The units of work: values in, values out, so that any process on any machine can do them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store, Triple, parse

from govkg.validation.engine.core import Core
from govkg.validation.engine.naming import has_blank_nodes
from govkg.validation.engine.packing import Packed, unpack, written
from govkg.validation.engine.queries import are_set_based, ask
from govkg.validation.engine.reference import validate_plainly
from govkg.validation.engine.shapes import Constraint, ShapesGraph
from govkg.validation.findings import Finding
from govkg.validation.parts.footprint import Footprint, of_constraint, of_shapes
from govkg.validation.parts.outline import Directions
from govkg.vocabulary import SH

_KEPT: Final = 4
_TARGET: Final = f"{SH}targetObjectsOf"


@dataclass(frozen=True, slots=True)
class Task:
    """Check *data*, packed N-Triples, against *shapes*, by rules that are *local* or the others.

    Results at other nodes than *homes* are left out; with ``None``, none is.
    """

    shapes: str
    data: Packed
    homes: frozenset[str] | None
    local: bool


class Rules:
    """Shapes, told apart by how far they look."""

    def __init__(self, shapes: Iterable[Triple]) -> None:
        """Read *shapes*.

        Raises:
            UnreadableError: they are no valid SHACL.
        """
        self.graph = ShapesGraph(shapes)
        self.fast = are_set_based(self.graph)
        self.footprint = of_shapes(self.graph)
        self.local: list[Constraint] = []
        self.wide: list[Constraint] = []
        self.wide_footprint = Footprint()
        if not self.fast:
            return
        self.core = Core(self.graph)
        for constraint in self.graph.constraints:
            footprint = of_constraint(self.graph, constraint)
            if footprint.local:
                self.local.append(constraint)
                self.footprint |= footprint
            else:
                self.wide.append(constraint)
                self.wide_footprint |= footprint

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


@lru_cache(maxsize=_KEPT)
def read_rules(shapes: str) -> Rules:
    """Read *shapes*, N-Triples, once a process.

    Raises:
        UnreadableError: they are no valid SHACL.
    """
    return Rules(read_triples(shapes))


def run(task: Task) -> list[Finding]:
    """Do a task.

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    rules = read_rules(task.shapes)
    if not rules.fast:
        text = b"".join(unpack(task.data)).decode()
        return validate_plainly(read_triples(text), rules.graph)
    constraints = rules.local if task.local else rules.wide
    if task.homes is None and task.local:
        constraints = rules.local + rules.wide
    with written(task.data) as file:
        found = rules.core.check(file) if task.local else []
        if constraints:
            store = _loaded(file)
            for constraint in constraints:
                found += ask(rules.graph, constraint, store)
    if task.homes is None:
        return found
    return [finding for finding in found if finding.focus_node in task.homes]


def _loaded(file: Path) -> Store:
    store = Store()
    if has_blank_nodes(file):  # a store that parses by itself gives them other names
        store.bulk_extend(parse(path=file, format=RdfFormat.N_TRIPLES))
    else:
        store.bulk_load(path=file, format=RdfFormat.N_TRIPLES)
    return store


def _written(names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"<{name}>" for name in names)


def read_triples(lines: str) -> list[Triple]:
    """Read N-Triples."""
    return [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
