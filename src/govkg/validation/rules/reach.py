"""How far a query looks, by its algebra; to find out takes rdflib a good part of a second for all.

`kept` keeps it, so that only a rule that is new has to be read.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import BNode, URIRef, Variable

from govkg.validation.engine.prebinding import algebra_of, is_set_based
from govkg.validation.rules.footprint import ANY, NARROW, Footprint
from govkg.vocabulary import RDF


@cache
def reach_of(query: str) -> Footprint | None:
    """Give the footprint of *query*, ``None`` where it cannot be asked once for all focus nodes."""
    if not is_set_based(query):
        return None
    edges = list(_edges(algebra_of(query)))
    forward: set[str] = set()
    backward: set[str] = set()
    properties = {edge[3] for edge in edges if isinstance(edge[3], Variable)}
    classes = _classes(edges)
    # What a property is, the ontology says, which every part may look at.
    reached: set[Any] = {Variable("this"), *properties}
    while edges:
        edge = next((edge for edge in edges if edge[0] in reached), None)
        if edge is None:
            edge = _cheapest(edges, reached)
            if edge is None:
                break
            there, back = edge[2]
            forward |= back
            backward |= there
            reached.add(edge[0])
        else:
            there, back = edge[2]
            forward |= there
            backward |= back
            if isinstance(edge[1], Variable | BNode):
                reached.add(edge[1])
        edges.remove(edge)
    left = [edge[2] for edge in edges if edge[3] is not None]
    return Footprint(
        frozenset(forward).union(*(there for there, _ in left)),
        frozenset(backward).union(*(back for _, back in left)),
        classes,
        connected=not left,
        everything=bool(properties) or ANY in forward,
    )


def _classes(edges: Iterable["_Edge"]) -> frozenset[str]:
    """Name the classes whose members triple patterns ask for."""
    typed = [edge for edge in edges if f"{RDF}type" in edge[2][0] | edge[2][1]]
    if all(isinstance(edge[1], URIRef) and isinstance(edge[3], URIRef) for edge in typed):
        return frozenset(str(edge[1]) for edge in typed)
    return frozenset((ANY,))


_Edge = tuple[Any, Any, tuple[frozenset[str], frozenset[str]], Any]


def _cheapest(edges: Iterable[_Edge], reached: set[Any]) -> _Edge | None:
    """Choose a triple pattern to follow backwards: along a narrow property if there is one."""
    open_edges = [edge for edge in edges if edge[1] in reached and edge[2][0]]
    return min(open_edges, key=lambda edge: not edge[2][0] <= NARROW, default=None)


def _edges(node: Any) -> Iterator[_Edge]:
    """List subject, object, properties (there and back) and predicate of each triple pattern."""
    if isinstance(node, list | tuple | set):
        for item in node:
            yield from _edges(item)
    if not isinstance(node, CompValue):
        return
    if node.name == "Extend":
        for variable in _variables(node.expr):
            yield variable, node.var, _directions(None), None
    for key, part in node.items():
        if key == "triples":
            # Inside of some EXISTS, rdflib leaves a whole block in one list.
            terms = [term for block in part for term in block]
            for subject, predicate, value in zip(*[iter(terms)] * 3, strict=True):
                yield subject, value, _directions(predicate), predicate
        elif not str(key).startswith("_"):
            yield from _edges(part)


def _variables(expression: Any) -> Iterator[Variable]:
    if isinstance(expression, Variable):
        yield expression
    elif isinstance(expression, CompValue):
        yield from _variables(list(expression.values()))
    elif isinstance(expression, list | tuple):
        for part in expression:
            yield from _variables(part)


def _directions(path: Any) -> tuple[frozenset[str], frozenset[str]]:
    nothing: frozenset[str] = frozenset()
    match path:
        case URIRef():
            return frozenset({str(path)}), nothing
        case InvPath():
            there, back = _directions(path.arg)
            return back, there
        case SequencePath() | AlternativePath():
            parts = [_directions(part) for part in path.args]
            return (
                nothing.union(*(there for there, _ in parts)),
                nothing.union(*(back for _, back in parts)),
            )
        case MulPath():
            return _directions(path.path)
        case Path():  # a negated set: anything at all
            return frozenset({ANY}), frozenset({ANY})
    return nothing, nothing  # a variable: what is said of the node itself
