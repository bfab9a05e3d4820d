"""Say a selection in SQL, with exactly the meaning that it has in SPARQL; or do not take it.

Rows are joined by the numbers of terms, as SPARQL joins by terms. What SPARQL calls an error in a
filter, SQL calls NULL: both leave the row out. Arithmetic is taken where every value is known to be
an integer or a decimal, which both engines add without rounding.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from govkg.graph.columns.catalogue import Catalogue, Facts
from govkg.graph.columns.selection import (
    Aggregate,
    Column,
    Comparison,
    Constant,
    Node,
    NotTakenError,
    Order,
    Pattern,
    Selection,
    TextTest,
    Variable,
)
from govkg.graph.sparql.names import Term
from govkg.vocabulary import XSD

_FUNCTIONS = {"contains": "contains", "strstarts": "starts_with", "strends": "ends_with"}
_OVERFLOW = 2**63
"""What integers of the other engine are smaller than."""
_NUMBERS = frozenset({f"{XSD}integer", f"{XSD}decimal"})


@dataclass(slots=True)
class Statement:
    """SQL with its *values*; *kinds* says of each column what it holds: term, count, sum.

    A sum is a text, NULL where the other engine may have overflown on the way to it, and is
    followed by whether it *is_integer*.
    """

    sql: str = ""
    values: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def translate(selection: Selection, catalogue: Catalogue, terms: dict[str, Term]) -> Statement:
    """Translate *selection*, whose constants are *terms*.

    Raises:
        NotTakenError: it cannot be said in SQL with the same meaning.
    """
    return _Translator(selection, catalogue, terms).translate()


class _Translator:
    def __init__(self, selection: Selection, catalogue: Catalogue, terms: dict[str, Term]) -> None:
        self._selection = selection
        self._catalogue = catalogue
        self._terms = terms
        self._numbers = {text: catalogue.number(term) for text, term in terms.items()}
        self._places: dict[str, str] = {}
        self._facts: dict[str, Facts] = {}
        self._certain = set(_variables(selection.patterns))
        self._joined: list[str] = []
        self._sums: dict[str, str] = {}
        self._statement = Statement()

    def translate(self) -> Statement:
        selection, statement = self._selection, self._statement
        self._check()
        source = self._source()
        columns = [self._column(column) for column in selection.columns]
        tests = [self._test(test) for test in selection.tests]
        order = [self._key(key) for key in selection.order]
        parts = [
            f"SELECT {'DISTINCT ' * selection.distinct}{', '.join(columns)} FROM {source}",
            *self._joined,
            *([f"WHERE {' AND '.join(tests)}"] if tests else []),
            *(
                [f"GROUP BY {', '.join(map(self._place, selection.groups))}"]
                * bool(selection.groups)
            ),
            *([f"ORDER BY {', '.join(order)}"] if order else []),
            *([f"LIMIT {selection.limit}"] if selection.limit is not None else []),
            *([f"OFFSET {selection.offset}"] if selection.offset else []),
        ]
        statement.sql = "\n".join(parts)
        return statement

    def _check(self) -> None:
        """Leave to the other engine what it may call an error, or what has a meaning of its own."""
        selection = self._selection
        names = [column.name for column in selection.columns]
        optional = [set(_variables(group)) - self._certain for group in selection.optionals]
        bound = self._certain.union(*optional)
        aliases = {column.name for column in selection.columns if column.aggregate}
        plain = [name for name in names if name not in aliases]
        grouped = bool(selection.groups or aliases)
        aggregated = {
            column.aggregate.variable
            for column in selection.columns
            if column.aggregate and column.aggregate.variable
        }
        keys = {key.name for key in selection.order}
        known = aliases | (set(selection.groups) if grouped else bound)
        sound = (
            len(names) == len(set(names))
            and not aliases & bound
            and {*plain, *selection.groups, *aggregated} <= bound
            and {test.variable for test in selection.tests} <= bound
            and (not grouped or set(plain) <= set(selection.groups))
            and keys <= known
            and (not selection.distinct or keys <= set(names))
            and sum(map(len, optional)) == len(set().union(*optional))
        )
        if not sound:
            raise NotTakenError

    def _source(self) -> str:
        """Give the table of all bindings, and note where each variable stands in it."""
        tables = [self._basic(self._selection.patterns)]
        for name in self._certain:
            self._places[name] = f"m.{_column_name(name)}"
            self._facts[name] = self._catalogue.facts(name, self._selection.patterns, self._numbers)
        source = f"({tables[0]}) m"
        for number, group in enumerate(self._selection.optionals):
            inner = set(_variables(group))
            shared = inner & self._certain
            if not shared:
                raise NotTakenError
            condition = " AND ".join(
                f"o{number}.{_column_name(name)} = m.{_column_name(name)}"
                for name in sorted(shared)
            )
            source += f" LEFT JOIN ({self._basic(group)}) o{number} ON {condition}"
            for name in inner - self._certain:
                self._places[name] = f"o{number}.{_column_name(name)}"
                self._facts[name] = self._catalogue.facts(name, group, self._numbers)
        return source

    def _basic(self, patterns: list[Pattern]) -> str:
        """Say a basic graph pattern, all of it connected, as one join."""
        first: dict[str, str] = {}
        conditions: list[str] = []
        for number, pattern in enumerate(patterns):
            names = set(_variables([pattern]))
            if not names or (number and not names & first.keys()):
                raise NotTakenError
            conditions.append(f"t{number}.p = {self._numbers[pattern.predicate.text]}")
            for column, node in (("s", pattern.subject), ("o", pattern.object)):
                place = f"t{number}.{column}"
                if isinstance(node, Constant):
                    conditions.append(f"{place} = {self._numbers[node.text]}")
                elif node.name in first:
                    conditions.append(f"{place} = {first[node.name]}")
                else:
                    first[node.name] = place
        columns = ", ".join(f"{place} AS {_column_name(name)}" for name, place in first.items())
        tables = ", ".join(f"triple t{number}" for number in range(len(patterns)))
        return f"SELECT {columns} FROM {tables} WHERE {' AND '.join(conditions)}"

    def _place(self, name: str) -> str:
        return self._places[name]

    def _column(self, column: Column) -> str:
        kinds, name = self._statement.kinds, _column_name(column.name)
        aggregate = column.aggregate
        if aggregate is None:
            kinds.append("term")
            return f"{self._place(column.name)} AS {name}"
        if aggregate.function == "count":
            kinds.append("count")
            return f"{self._count(aggregate)} AS {name}"
        kinds += ["sum", "is_integer"]
        number = self._number(aggregate.variable or "")
        is_integer = f"coalesce(bool_and({number}.is_integer), true)"
        size = f"coalesce(sum(abs({number}.value)), 0)"
        self._sums[column.name] = f"coalesce(sum({number}.value), 0)"
        # As text: to make numbers of Python of them takes longer than to add them up.
        text = f"rtrim(rtrim(CAST({self._sums[column.name]} AS VARCHAR), '0'), '.')"
        overflows = f"{is_integer} AND {size} >= {_OVERFLOW}"
        return f"CASE WHEN {overflows} THEN NULL ELSE {text} END AS {name}, {is_integer}"

    def _count(self, aggregate: Aggregate) -> str:
        if aggregate.variable is None:
            return "count(*)"
        return f"count({'DISTINCT ' * aggregate.distinct}{self._place(aggregate.variable)})"

    def _number(self, name: str) -> str:
        """Join the values of a variable, which must all be exact numbers, and name the table."""
        if name not in self._certain or not self._facts[name].is_exact:
            raise NotTakenError
        table = f"n_{_column_name(name)}"
        join = f"JOIN number {table} ON {table}.id = {self._place(name)}"
        if join not in self._joined:
            self._joined.append(join)
        return table

    def _test(self, test: Comparison | TextTest) -> str:
        term = self._terms[test.constant.text]
        place, facts = self._place(test.variable), self._facts[test.variable]
        if isinstance(test, TextTest):
            return self._text_test(test, term)
        if isinstance(term, NamedNode):
            if test.operator == "=" or (test.operator == "!=" and facts.is_iri):
                return f"{place} {test.operator} {self._numbers[test.constant.text]}"
        elif isinstance(term, Literal):
            if term.datatype.value in _NUMBERS and facts.is_exact:
                self._statement.values.append(term.value)
                value = f"value {test.operator} CAST(? AS DECIMAL(38, 18))"
                return f"{place} IN (SELECT id FROM number WHERE {value})"
            is_text = term.language is not None or term.datatype.value == f"{XSD}string"
            if is_text and test.operator == "=":
                return f"{place} = {self._numbers[test.constant.text]}"
        raise NotTakenError

    def _text_test(self, test: TextTest, term: Term) -> str:
        if not isinstance(term, Literal) or term.datatype.value != f"{XSD}string":
            raise NotTakenError
        if test.folded and not self._catalogue.folds_alike:
            raise NotTakenError
        facts = self._facts[test.variable]
        kind = "kind = 2"
        if test.of_any:
            kind = "kind = 0" if facts.is_iri else "kind >= 2" if facts.is_literal else "true"
        self._statement.values.append(term.value)
        text = "lower(text)" if test.folded else "text"
        found = f"SELECT id FROM term WHERE {kind} AND {_FUNCTIONS[test.function]}({text}, ?)"
        return f"{self._place(test.variable)} IN ({found})"

    def _key(self, key: Order) -> str:
        direction = "DESC" if key.descending else "ASC"
        if key.name in self._sums:
            return f"{self._sums[key.name]} {direction}"
        if any(column.name == key.name and column.aggregate for column in self._selection.columns):
            return f"{_column_name(key.name)} {direction}"
        facts = self._facts[key.name]
        if key.name not in self._certain or not facts.is_iri:
            raise NotTakenError
        return f"{self._place(key.name)} {direction}"


def _variables(patterns: Iterable[Pattern]) -> Iterator[str]:
    for pattern in patterns:
        nodes: tuple[Node, ...] = (pattern.subject, pattern.object)
        for node in nodes:
            if isinstance(node, Variable):
                yield node.name


def _column_name(variable: str) -> str:
    """Make an identifier of SQL of a variable's name; case counts in SPARQL alone.

    >>> _column_name("b"), _column_name("B")
    ('v_62', 'v_42')
    """
    return f"v_{variable.encode().hex()}"
