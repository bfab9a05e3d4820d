"""How far the rules look from a focus node: along which properties, in which direction."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import NamedNode

from govkg.validation.engine.shapes import Constraint, ShapesGraph
from govkg.validation.engine.targets import target_classes
from govkg.vocabulary import GOVKG, OA, ORG, RDF, RDFS, SH

NARROW: Final = frozenset(
    (
        *(f"{GOVKG}{name}" for name in ("target", "result", "baseline", "componentOf", "assesses")),
        f"{OA}hasSource",
        f"{ORG}member",
    )
)
"""Properties that few subjects have with one value, so that they can be followed backwards."""
ANY: Final = "*"
"""Among properties or classes: one that is not known beforehand."""


@dataclass(frozen=True, slots=True)
class Footprint:
    """Properties that are followed from a node to its values, and from a value to its nodes.

    *classes* are those whose members are asked for. *everything*: a property may be any.
    """

    forward: frozenset[str] = frozenset()
    backward: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    connected: bool = True
    everything: bool = False

    @property
    def local(self) -> bool:
        """Say whether what it looks at is never far."""
        return self.connected and self.backward <= NARROW

    def __or__(self, other: "Footprint") -> "Footprint":
        """Look as far as either."""
        return Footprint(
            self.forward | other.forward,
            self.backward | other.backward,
            self.classes | other.classes,
            connected=self.connected and other.connected,
            everything=self.everything or other.everything,
        )


def of_shapes(graph: ShapesGraph) -> Footprint:
    """Give the footprint of the core constraints of *graph*: that of their paths and classes."""
    forward = {f"{RDF}type", f"{RDFS}subClassOf"}
    backward: set[str] = set()
    for triple in graph.triples:
        name, value = triple.predicate.value, triple.object
        if name == f"{SH}inversePath" and isinstance(value, NamedNode):
            backward.add(value.value)
        elif isinstance(value, NamedNode) and (
            name == f"{SH}path" or name.startswith((RDF, f"{SH}zero", f"{SH}oneOrMore"))
        ):
            forward.add(value.value)
    return Footprint(frozenset(forward), frozenset(backward))


def of_targets(graph: ShapesGraph, constraint: Constraint) -> Footprint:
    """Give the footprint of what the shape of a query targets."""
    targets: set[str] = {f"{RDF}type", f"{RDFS}subClassOf"}
    classes: set[str] = set()
    for shape in graph.sources(constraint.shape) or ():
        for name in ("targetSubjectsOf", "targetObjectsOf"):
            targets |= {target.value for target in graph.objects(shape, name)}
        classes |= {target.value for target in target_classes(graph, shape)}
    return Footprint(frozenset(targets), classes=frozenset(classes))
