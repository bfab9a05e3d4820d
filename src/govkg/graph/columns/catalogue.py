"""What is known of the columns of a release: its terms, and what its predicates point at."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from govkg.graph.columns.building import DATABASE
from govkg.graph.columns.selection import Constant, NotTakenError, Pattern, Selection, Variable
from govkg.graph.columns.terms import TERMS, Terms
from govkg.graph.sparql import names
from govkg.graph.sparql.names import Term

_IS_LOCKED = "SELECT current_setting('lock_configuration')"
_COLUMNS = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
_PREDICATES = "SELECT id, triples, is_exact, is_iri, is_literal FROM predicate ORDER BY id"
_LOCK = "SET enable_external_access = false; SET lock_configuration = true;"
"""Only the release is read, and nothing written: what does not fit goes to the other engine."""
_WRONG = "statistics_propagation"
"""What DuckDB 2.0 makes of statistics: where it sees that nothing is on the right of a left join,
it takes the join to have no rows, and leaves out a limit. Nothing is slower without it."""

NOWHERE = -1
"""The number of a term that nothing is said of."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What holds for all values of a variable: *is_exact*: they are integers or decimals."""

    is_exact: bool = False
    is_iri: bool = False
    is_literal: bool = False


class Catalogue:
    """Reads the columns in a folder, and remembers what questions need again and again.

    *sizes* are the numbers of triples by those of their predicates, in the order in which they
    stand.
    """

    def __init__(self, folder: Path) -> None:
        """Open what `build_columns` wrote.

        Raises:
            OSError: it is not there, or damaged.
        """
        try:
            self._open(folder)
        except duckdb.Error as error:
            raise OSError(f"{folder}: {error}") from error

    def _open(self, folder: Path) -> None:
        self.terms = Terms(folder / TERMS)
        self.database = duckdb.connect(
            folder / DATABASE,
            read_only=True,
            config={
                "threads": 1,
                "async_threads": 0,
                "temp_directory": "",
                "disabled_optimizers": _WRONG,
            },
        )
        # Connections of one process to one file share an instance, and with it the lock.
        (locked,) = self.database.execute(_IS_LOCKED).fetchone() or (False,)
        if not locked:
            self.database.execute(_LOCK)
        rows = self.database.execute(_PREDICATES).fetchall()
        self._predicates = {number: Facts(*facts) for number, _, *facts in rows}
        self.sizes: dict[int, int] = {number: triples for number, triples, *_ in rows}
        facts = self.database.execute("SELECT is_grounded, folds_alike FROM fact").fetchone()
        self.is_grounded, self.folds_alike = facts or (False, False)

    def read_all(self) -> None:
        """Bring all columns into memory, for processes that are forked from this one to share."""
        columns = self.database.execute(_COLUMNS).fetchall()
        for table, column in columns:
            self.database.execute(f'SELECT max(hash("{column}")) FROM "{table}"').fetchall()

    def number(self, term: Term) -> int:
        """Give the number of *term*, or one that no term has."""
        found = self.terms.find(str(term).encode())
        return NOWHERE if found is None else found

    def facts(self, variable: str, patterns: Iterable[Pattern], numbers: dict[str, int]) -> Facts:
        """Give what *patterns*, which all hold, say of a variable; *numbers* are of constants."""
        known = [Facts(is_iri=self.is_grounded)] if _is_subject(variable, patterns) else []
        known += [
            self._predicates.get(numbers[pattern.predicate.text], Facts())
            for pattern in patterns
            if pattern.object == Variable(variable)
        ]
        return Facts(
            is_exact=any(facts.is_exact for facts in known),
            is_iri=any(facts.is_iri for facts in known),
            is_literal=any(facts.is_literal for facts in known),
        )


def _is_subject(variable: str, patterns: Iterable[Pattern]) -> bool:
    return any(pattern.subject == Variable(variable) for pattern in patterns)


def resolve(selection: Selection, base_iri: str) -> dict[str, Term]:
    """Give the terms that the constants of *selection* stand for.

    Raises:
        NotTakenError: one of them, or the prologue, is not what it seems.
    """
    texts = list(dict.fromkeys(_constants(selection)))
    found = names.resolve(selection.prologue, texts, base_iri)
    if len(found) < len(texts):
        raise NotTakenError
    return dict(zip(texts, found, strict=True))


def _constants(selection: Selection) -> Iterator[str]:
    groups: Sequence[list[Pattern]] = [selection.patterns, *selection.optionals]
    for pattern in (pattern for group in groups for pattern in group):
        for node in (pattern.subject, pattern.predicate, pattern.object):
            if isinstance(node, Constant):
                yield node.text
    for test in selection.tests:
        yield test.constant.text
