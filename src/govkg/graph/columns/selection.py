"""A query that the columns answer, as `grammar` reads it and `translation` says it in SQL."""

from dataclasses import dataclass, field


class NotTakenError(Exception):
    """The query is no such selection; another engine answers it."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, without its mark."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """An IRI or a literal as the query writes it, prefixes and all."""

    text: str


Node = Variable | Constant


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern with a named predicate."""

    subject: Node
    predicate: Constant
    object: Node


@dataclass(frozen=True, slots=True)
class Comparison:
    """A variable beside a constant."""

    variable: str
    operator: str
    constant: Constant


@dataclass(frozen=True, slots=True)
class TextTest:
    """A look into a text: of the term itself, or of any term (``STR``); as it is, or folded."""

    function: str
    variable: str
    constant: Constant
    of_any: bool
    folded: bool


@dataclass(frozen=True, slots=True)
class Aggregate:
    """``COUNT`` or ``SUM``; without *variable* the rows are counted."""

    function: str
    variable: str | None
    distinct: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the answer: a variable, or an aggregate under a name."""

    name: str
    aggregate: Aggregate | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """One key of ``ORDER BY``."""

    name: str
    descending: bool


@dataclass(slots=True)
class Selection:
    """A query that was taken; *prologue* is what stands before ``SELECT``."""

    prologue: str
    distinct: bool = False
    columns: list[Column] = field(default_factory=list)
    patterns: list[Pattern] = field(default_factory=list)
    optionals: list[list[Pattern]] = field(default_factory=list)
    tests: list[Comparison | TextTest] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    order: list[Order] = field(default_factory=list)
    limit: int | None = None
    offset: int = 0
