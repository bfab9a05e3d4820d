"""Which nodes are focus nodes of a shape (SHACL, section 2.1.3), asked of one node at a time."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any, Final

from pyoxigraph import NamedNode, Store

from govkg.validation.engine.shapes import ShapesGraph, is_node
from govkg.vocabulary import OWL, RDF, RDFS

_TYPE: Final = NamedNode(f"{RDF}type")
_SUBCLASS: Final = NamedNode(f"{RDFS}subClassOf")
_CLASSES: Final = {NamedNode(f"{RDFS}Class"), NamedNode(f"{OWL}Class")}


class Targets:
    """The targets of some shapes in one store."""

    def __init__(self, graph: ShapesGraph, shapes: Iterable[Any], store: Store) -> None:
        """Gather what *shapes* target; classes are those of *store*, subclasses included."""
        shapes = list(shapes)
        self._store = store
        self._nodes = {node for shape in shapes for node in graph.objects(shape, "targetNode")}
        self._subjects_of = _all(graph, shapes, "targetSubjectsOf")
        self._objects_of = _all(graph, shapes, "targetObjectsOf")
        self._named = [name for shape in shapes for name in target_classes(graph, shape)]

    def __contains__(self, node: Any) -> bool:
        """Say whether *node* is a focus node."""
        quads = self._store.quads_for_pattern
        return (
            node in self._nodes
            or any(_some(quads(None, name, node)) for name in self._objects_of)
            or (
                is_node(node)
                and (
                    any(_some(quads(node, name, None)) for name in self._subjects_of)
                    or any(quad.object in self._classes for quad in quads(node, _TYPE, None))
                )
            )
        )

    @cached_property
    def _classes(self) -> set[Any]:
        found: set[Any] = set()
        waiting = list(self._named)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                narrower = self._store.quads_for_pattern(None, _SUBCLASS, name)
                waiting += [quad.subject for quad in narrower]
        return found


def target_classes(graph: ShapesGraph, shape: Any) -> list[Any]:
    """Name the classes whose members *shape* targets (section 2.1.3.2), itself if it is one."""
    implicit = [shape] if _CLASSES & set(graph.types(shape)) else []
    return graph.objects(shape, "targetClass") + implicit


def _all(graph: ShapesGraph, shapes: Iterable[Any], name: str) -> list[Any]:
    return [value for shape in shapes for value in graph.objects(shape, name)]


def _some(quads: Iterable[Any]) -> bool:
    return next(iter(quads), None) is not None
