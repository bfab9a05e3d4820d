"""The part of SPARQL 1.1 that the columns answer: `read_selection` takes it, and nothing else.

A ``SELECT`` over one basic graph pattern with named predicates, ``OPTIONAL`` patterns, plain tests,
``COUNT`` and ``SUM``, ``GROUP BY``, ``ORDER BY``, ``LIMIT`` and ``OFFSET``. What is taken is
SPARQL; what is not may be, too, and is left to the engine that knows all of it.
"""

from collections.abc import Callable
from typing import Final, TypeVar

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
from govkg.graph.sparql.tokens import FORMS, Token, tokenise

T = TypeVar("T")

_COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_TESTS: Final = frozenset({"contains", "strstarts", "strends"})


def read_selection(query: str) -> Selection:
    r"""Read *query*.

    Raises:
        NotTakenError: it is none of these queries.

    >>> read_selection("SELECT ?s { ?s a <urn:a> }").patterns[0].subject
    Variable(name='s')
    """
    if "\\u" in query or "\\U" in query:
        raise NotTakenError
    return _Reader(query).read()


class _Reader:
    """Takes one token after another."""

    def __init__(self, query: str) -> None:
        self._tokens = tokenise(query)
        words = [token.text.lower() for token in self._tokens]
        self._at = next((at for at, word in enumerate(words) if word in FORMS), len(words))
        start = self._tokens[self._at].start if self._at < len(words) else 0
        self._selection = Selection(query[:start])

    def read(self) -> Selection:
        self._expect("select")
        self._selection.distinct = self._take("distinct")
        while not self._take_opening():
            self._selection.columns.append(self._column())
        if not self._selection.columns:
            raise NotTakenError
        self._group(self._selection.patterns, is_optional=False)
        self._modifiers()
        if self._at != len(self._tokens):
            raise NotTakenError
        return self._selection

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next(self) -> Token:
        token = self._peek()
        if token is None:
            raise NotTakenError
        self._at += 1
        return token

    def _take(self, text: str) -> bool:
        token = self._peek()
        taken = token is not None and token.text.lower() == text and token.kind in {"word", "sign"}
        self._at += taken
        return taken

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise NotTakenError

    def _take_opening(self) -> bool:
        if self._take("where"):
            self._expect("{")
            return True
        return self._take("{")

    def _variable(self) -> str:
        token = self._next()
        if token.kind != "variable" or token.text[0] == "@":
            raise NotTakenError
        return token.text[1:]

    def _column(self) -> Column:
        if not self._take("("):
            return Column(self._variable())
        aggregate = self._aggregate()
        self._expect("as")
        name = self._variable()
        self._expect(")")
        return Column(name, aggregate)

    def _aggregate(self) -> Aggregate:
        function = self._next().text.lower()
        if function not in {"count", "sum"}:
            raise NotTakenError
        self._expect("(")
        distinct = self._take("distinct")
        counts_rows = function == "count" and not distinct and self._take("*")
        variable = None if counts_rows else self._variable()
        self._expect(")")
        if distinct and function == "sum":
            raise NotTakenError
        return Aggregate(function, variable, distinct)

    def _group(self, patterns: list[Pattern], *, is_optional: bool) -> None:
        """Read a group up to its closing brace."""
        while not self._take("}"):
            if self._take("filter") and not is_optional:
                self._test()
            elif self._take("optional") and not is_optional:
                self._expect("{")
                inner: list[Pattern] = []
                self._group(inner, is_optional=True)
                self._selection.optionals.append(inner)
            else:
                self._same_subject(patterns)
                if self._take("}"):
                    break
                self._separate()
                continue
            self._take(".")
        if not patterns:
            raise NotTakenError

    def _separate(self) -> None:
        """Read the dot behind triples, which only a keyword may stand in for."""
        if self._take("."):
            return
        token = self._peek()
        if token is None or token.text.lower() not in {"filter", "optional"}:
            raise NotTakenError

    def _same_subject(self, patterns: list[Pattern]) -> None:
        subject = self._node()
        if isinstance(subject, Constant) and subject.text[0] in "\"'0123456789.":
            raise NotTakenError
        while True:
            predicate = self._predicate()
            patterns.append(Pattern(subject, predicate, self._node()))
            while self._take(","):
                patterns.append(Pattern(subject, predicate, self._node()))
            if not self._take(";"):
                return

    def _predicate(self) -> Constant:
        token = self._next()
        if token.kind == "word" and token.text == "a":
            return Constant("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")
        if token.kind == "iri" or (token.kind == "name" and not token.text.startswith("_:")):
            return Constant(token.text)
        raise NotTakenError

    def _node(self) -> Node:
        token = self._peek()
        if token is not None and token.kind == "variable":
            return Variable(self._variable())
        return self._constant()

    def _constant(self) -> Constant:
        token = self._next()
        if token.kind == "string":
            return Constant(token.text + self._suffix())
        if token.kind == "name" and token.text.startswith("_:"):
            raise NotTakenError
        if token.kind not in {"iri", "name", "number"}:
            raise NotTakenError
        return Constant(token.text)

    def _suffix(self) -> str:
        """Read the language tag or the datatype of a string."""
        token = self._peek()
        if token is not None and token.kind == "variable" and token.text[0] == "@":
            return self._next().text
        if self._take("^^"):
            return f"^^{self._predicate().text}"
        return ""

    def _test(self) -> None:
        """Read what stands behind ``FILTER``: tests in brackets joined by ``&&``, or one alone."""
        if not self._take("("):
            self._selection.tests.append(self._text_test())
            return
        while True:
            token = self._peek()
            alone = token is not None and token.kind == "variable"
            self._selection.tests.append(self._comparison() if alone else self._text_test())
            if not self._take("&&"):
                break
        self._expect(")")

    def _comparison(self) -> Comparison:
        variable = self._variable()
        operator = self._next().text
        if operator not in _COMPARISONS:
            raise NotTakenError
        return Comparison(variable, operator, self._constant())

    def _text_test(self) -> TextTest:
        function = self._next().text.lower()
        if function not in _TESTS:
            raise NotTakenError
        self._expect("(")
        folded = self._take("lcase")
        variable, of_any = self._bracketed(self._text) if folded else self._text()
        self._expect(",")
        constant = self._constant()
        self._expect(")")
        return TextTest(function, variable, constant, of_any, folded)

    def _text(self) -> tuple[str, bool]:
        if self._take("str"):
            return self._bracketed(self._variable), True
        return self._variable(), False

    def _bracketed(self, read: Callable[[], T]) -> T:
        self._expect("(")
        found = read()
        self._expect(")")
        return found

    def _modifiers(self) -> None:
        selection = self._selection
        if self._take("group"):
            self._expect("by")
            selection.groups = self._variables()
        if self._take("order"):
            self._expect("by")
            selection.order = self._keys()
        while (token := self._peek()) is not None:
            word = token.text.lower()
            self._at += 1
            number = self._next()
            if not number.text.isdecimal() or not number.text.isascii():
                raise NotTakenError
            if word == "limit" and selection.limit is None:
                selection.limit = int(number.text)
            elif word == "offset" and not selection.offset:
                selection.offset = int(number.text)
            else:
                raise NotTakenError

    def _variables(self) -> list[str]:
        names = [self._variable()]
        while (token := self._peek()) is not None and token.kind == "variable":
            names.append(self._variable())
        return names

    def _keys(self) -> list[Order]:
        keys: list[Order] = []
        while token := self._peek():
            if token.kind == "variable":
                keys.append(Order(self._variable(), descending=False))
            elif token.text.lower() in {"asc", "desc"}:
                self._at += 1
                descending = token.text.lower() == "desc"
                keys.append(Order(self._bracketed(self._variable), descending=descending))
            else:
                break
        if not keys:
            raise NotTakenError
        return keys
