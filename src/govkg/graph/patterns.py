"""Triple patterns over a merged graph: a page of what matches, and how much does."""

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store, Triple, Variable

from govkg.graph.sparql.names import Term

if TYPE_CHECKING:
    from govkg.graph.columns.paging import ColumnPages

MANY: Final = 10_000
"""Matches that a store passes over in a few milliseconds; pages of more are read from columns."""
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
    """Answers triple patterns from an open store, and from its *columns* where matches are many.

    A store can only pass over what stands before a page, so that a late one would take longer. The
    order of the matches is the same as long as the store is.
    """

    def __init__(self, store: Store, columns: Path) -> None:
        """Read from *store*; the caller closes it. *columns* are opened when they are needed."""
        self._store = store
        self._folder = columns

    def page(self, pattern: Pattern, *, offset: int, limit: int, total: int = 0) -> list[Triple]:
        """Give *limit* matches behind the first *offset*; where they are many, of how many."""
        if total < MANY or pattern.subject is not None:
            return self._matches(f"{_ALL} OFFSET {offset:d} LIMIT {limit:d}", pattern)
        return self._columns.page(pattern.predicate, pattern.object, offset=offset, limit=limit)

    def prepare(self, total: int) -> None:
        """Open the columns, unless a merge of *total* triples has never many matches."""
        if total >= MANY:
            with suppress(OSError):  # who asks for a page is told
                _ = self._columns

    def count(self, pattern: Pattern) -> int:
        """Count all matches, by finding them: for patterns that are known to have few."""
        return len(self._matches(_ALL, pattern))

    @cached_property
    def _columns(self) -> "ColumnPages":
        # With few triples nobody needs this, and the engine of columns takes memory to load.
        from govkg.graph.columns.paging import ColumnPages

        return ColumnPages(self._folder)

    def _matches(self, query: str, pattern: Pattern) -> list[Triple]:
        bindings: dict[Variable, Term] = {
            Variable(name): term for name, term in pattern.bound.items()
        }
        solutions = self._store.query(query, substitutions=bindings)
        if not isinstance(solutions, QuerySolutions):
            raise TypeError("not a SELECT query")
        return [Triple(row["subject"], row["predicate"], row["object"]) for row in solutions]
