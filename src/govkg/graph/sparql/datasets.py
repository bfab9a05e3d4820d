"""The dataset that a question is asked of (SPARQL 1.1, section 13; Protocol, section 2.1.4).

The engine joins several default graphs without merging them: a triple of two of them would count
twice. So where there are several, their merge is built.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    NamedNode,
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
)

from govkg.graph.sparql.tokens import read_clauses

Results = QueryBoolean | QuerySolutions | QueryTriples


@dataclass(frozen=True, slots=True)
class Graphs:
    """The default and named graphs of a question, by IRI; ``None``: those of the store."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


def graphs_of(
    query: str, base_iri: str, *, default: tuple[str, ...], named: tuple[str, ...]
) -> Graphs:
    """Give the dataset that the protocol names (*default*, *named*), else that of the query."""
    if default or named:
        return Graphs(default, named)
    clauses = read_clauses(query, base_iri)
    if clauses.default or clauses.named:
        return Graphs(clauses.default, clauses.named)
    return Graphs()


def ask(store: Store, query: str, base_iri: str, graphs: Graphs) -> Results:
    """Evaluate *query* over *graphs* of *store*, which holds the merge of all in its default one.

    Raises:
        SyntaxError: the query is not SPARQL 1.1.
        ValueError: a graph's name is no IRI.
    """
    if graphs.default is None:
        return store.query(query, base_iri=base_iri)
    default = [NamedNode(iri) for iri in dict.fromkeys(graphs.default)]
    named: list[NamedNode | BlankNode] = [NamedNode(iri) for iri in graphs.named or ()]
    chosen: list[NamedNode | BlankNode | DefaultGraph] = [*default]
    if len(default) > 1:
        chosen = [DefaultGraph()]
        if set(store.named_graphs()) - set(default):
            store = _merged(store, default, named)
    return store.query(query, base_iri=base_iri, default_graph=chosen, named_graphs=named)


def _merged(
    store: Store, default: Iterable[NamedNode], named: Iterable[NamedNode | BlankNode]
) -> Store:
    """Build a store of the merge of *default* beside *named*."""
    merge = Store()
    for graph in default:
        quads = store.quads_for_pattern(None, None, None, graph)
        merge.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for name in named:
        merge.bulk_extend(store.quads_for_pattern(None, None, None, name))
    return merge
