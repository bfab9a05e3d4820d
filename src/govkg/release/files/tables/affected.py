"""Which rows of the table an edit may change: those that lead to what it says something else of."""

from collections.abc import Iterable, Sequence
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, RdfFormat, Store, parse

from govkg.graph.rebuilding import RebuildError
from govkg.iris import document_of
from govkg.release.files.tables.columns import Column
from govkg.vocabulary import GOVKG

MOST: Final = 5_000
"""How many things may be looked at; beyond, to write all rows takes little longer."""


def affected_documents(store: Store, columns: Sequence[Column], lines: Iterable[str]) -> set[str]:
    """Name the documents whose rows may be others since *lines* came or went; *store* has it all.

    A row changes only where a node on its way does, and the way to the first such node is the same
    before and after.

    Raises:
        RebuildError: they are too many.
    """
    found = {quad.subject for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES)}
    ways = {f"{GOVKG}target", *(step for column in columns for step in column.path)}
    nodes = set(found)
    for _ in range(1 + max(len(column.path) for column in columns)):
        nodes = {
            quad.subject
            for node in nodes
            for quad in store.quads_for_pattern(None, None, node, DefaultGraph())
            if quad.predicate.value in ways and isinstance(quad.subject, NamedNode | BlankNode)
        } - found
        found |= nodes
        if len(found) > MOST:
            raise RebuildError
    return {document_of(node.value) for node in found if isinstance(node, NamedNode)}
