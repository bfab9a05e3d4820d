"""Rows from a release's merged graph, for the fixed queries of our own pages.

What people send is never evaluated here but in a worker, which can be stopped.
"""

from collections.abc import Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Variable

from govkg.graph.sparql.names import Term
from govkg.vocabulary import PREFIXES

Row = dict[str, Term]

_PROLOGUE: Final = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def text_in(row: Row, name: str) -> str:
    """Give the IRI or the text of a literal in a column, empty where there is nothing."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


class Selector:
    """Answers ``SELECT`` queries from an open store."""

    def __init__(self, store: Store) -> None:
        """Read from *store*; the caller closes it."""
        self._store = store

    def select(self, query: str, bindings: Mapping[str, str] | None = None) -> list[Row]:
        """Give the rows of *query*, in which all known prefixes are declared.

        *bindings* are IRIs for some of its columns; a row has only the columns that are bound.
        """
        solutions = self._store.query(
            _PROLOGUE + query,
            substitutions={
                Variable(name): NamedNode(iri) for name, iri in (bindings or {}).items()
            },
        )
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in solutions]
