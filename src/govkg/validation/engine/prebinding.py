"""Can a constraint's query be asked once for all focus nodes, with ``$this`` left free?

The standard evaluates it once a focus node, with ``$this`` bound beforehand (SHACL, section 5.3.1).
A free ``$this`` gives the same solutions where every part of the query that looks at it binds it by
itself. What is not certain to do so is left to pySHACL.
"""

from functools import cache
from typing import Any, Final

from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Variable

from govkg.validation.engine.queries import query_of
from govkg.validation.engine.shapes import ShapesGraph

_THIS: Final = Variable("this")
_PREBOUND: Final = {Variable("currentShape"), Variable("shapesGraph"), Variable("PATH")}
_TRANSPARENT: Final = {"Distinct", "Reduced", "OrderBy", "Filter", "Extend", "ToMultiSet"}
_REFUSED: Final = {"Minus", "values", "ServiceGraphPattern", "Slice", "Graph"}


def are_set_based(graph: ShapesGraph) -> bool:
    """Say whether all SPARQL-based constraints of *graph* can be asked once for all."""
    return not graph.extended and all(
        graph.sources(constraint.shape) is not None and is_set_based(query_of(graph, constraint))
        for constraint in graph.constraints
    )


@cache
def algebra_of(query: str) -> Any:
    """Give rdflib's algebra of *query* (SPARQL 1.1, section 18), ``None`` where it has none."""
    try:
        return translateQuery(parseQuery(query)).algebra
    except Exception:  # noqa: BLE001  # rdflib raises bare exceptions; pySHACL will say which
        return None


def is_set_based(query: str) -> bool:
    """Say whether *query*, its prefixes included, means the same with ``$this`` free."""
    algebra = algebra_of(query)
    if algebra is None:
        return False
    projected = getattr(algebra, "PV", ())
    return (
        algebra.name == "SelectQuery"
        and _THIS in projected
        and Variable("failure") not in projected
        and _binds(algebra.p)
        and _sound(algebra.p)
    )


def _binds(node: Any) -> bool:
    """Say whether every solution of *node* has ``$this``."""
    match node.name:
        case "BGP":
            found = any(_THIS in triple for triple in node.triples)
        case "Join":
            found = _binds(node.p1) or _binds(node.p2)
        case "Union":
            found = _binds(node.p1) and _binds(node.p2)
        case "LeftJoin":
            found = _binds(node.p1)
        case "Project":
            found = _THIS in node.PV and _binds(node.p)
        case "AggregateJoin":
            found = _THIS in (node.p.expr or []) and _binds(node.p.p)
        case name:
            found = name in _TRANSPARENT and _binds(node.p)
    return found


def _sound(node: Any) -> bool:
    """Say whether nothing in *node* looks at ``$this`` where it is not bound."""
    if isinstance(node, list | tuple | set):
        return all(_sound(item) for item in node)
    if not isinstance(node, CompValue) or node.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        return True  # what surrounds an EXISTS is substituted into it (SPARQL 1.1, section 18.6)
    return _bound(node) and all(
        _sound(part) for key, part in node.items() if not str(key).startswith("_")
    )


def _bound(node: Any) -> bool:
    match node.name:
        case "Filter" | "Extend":
            return not _mentions(node.expr) or _binds(node.p)
        case "LeftJoin":
            return not _mentions(node.expr) or _binds(node.p1)
        case "AggregateJoin" | "ToMultiSet":
            return _binds(node)
        case name:
            return name not in _REFUSED


def _mentions(expression: Any) -> bool:
    if isinstance(expression, Variable):
        return expression == _THIS or expression in _PREBOUND
    if isinstance(expression, CompValue):
        return any(_mentions(part) for part in expression.values())
    return isinstance(expression, list | tuple) and any(_mentions(part) for part in expression)
