"""Look at the tokens of a query: which are refused before evaluation, which name graphs.

``SERVICE`` and updates would reach beyond the release. By tokens and not by substring: variables,
prefixed names, strings, IRIs and comments may say ``service``. Escapes of code points (SPARQL 1.1,
section 19.2) are undone first, and the query is looked at with and without them, because engines
differ in where they allow them.
"""

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from govkg.errors import ForbiddenQueryError
from govkg.graph.sparql.names import resolve_iris

_TOKEN: Final = re.compile(
    r'''
      (?P<space> [\s\ufeff]+ | \#[^\n\r]* )
    | (?P<string>
          """(?:[^"\\]|\\.|"(?!""))*"""
        | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
        | "(?:[^"\\\n\r]|\\.)*"
        | '(?:[^'\\\n\r]|\\.)*'
      )
    | (?P<iri> <[^\x00-\x20<>"{}|^`\\]*> )
    | (?P<variable> [?$@][\w·-]+ )
    | (?P<name> [\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)* )
    | (?P<word> [A-Za-z_][\w-]* )
    | (?P<number> (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
    | (?P<sign> \^\^ | && | \|\| | [!<>]= | << | >> | \{\| | \|\} | . )
    ''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES: Final = frozenset(
    {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
)
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_GRAPHS: Final = frozenset({"graph", "from"})
FORMS: Final = frozenset({"select", "construct", "describe", "ask"})
"""The words that begin a query behind its prologue."""


def _unescape(query: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= sys.maxunicode else match[0]

    return _ESCAPE.sub(character, query)


class Token(NamedTuple):
    """A token of a query: *kind* as the groups above name it, *start* its first character."""

    kind: str
    text: str
    start: int


# Whoever looks at a query looks at it several times.
@lru_cache(maxsize=2)
def tokenise(query: str) -> tuple[Token, ...]:
    """Split *query* into tokens, space and comments left out; whatever it is, this succeeds."""
    return tuple(
        Token(match.lastgroup, match[0], match.start())
        for match in _TOKEN.finditer(query)
        if match.lastgroup is not None and match.lastgroup != "space"
    )


def _words(query: str) -> list[str]:
    return [token.text.lower() for token in tokenise(query) if token.kind == "word"]


def refuse(query: str) -> None:
    """Raise where *query* calls another service or is an update.

    Raises:
        ForbiddenQueryError: it does; the text says which.

    >>> refuse("SELECT ?service { ?service a <urn:service> } # SERVICE")
    """
    for text in {query, _unescape(query)}:
        words = _words(text)
        if "service" in words:
            raise ForbiddenQueryError(
                "SERVICE is refused: this endpoint asks no other server. "
                "Query the other endpoint yourself and join the results."
            )
        first = next((word for word in words if word in FORMS | _UPDATES), "")
        if first in _UPDATES:
            raise ForbiddenQueryError("Updates are refused: a release never changes.")


@dataclass(frozen=True, slots=True)
class Clauses:
    """The graphs that a query names with ``FROM`` and ``FROM NAMED``, as IRIs in full."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def form_of(query: str) -> str:
    """Give the word that says the form of *query*; none of a broken one.

    >>> form_of("PREFIX select: <urn:x> ASK {}")
    'ask'
    """
    words = _words(_unescape(query))
    return next((word for word in words if word in FORMS), "")


def names_graphs(query: str) -> bool:
    """Say whether *query* may ask for graphs by name: ``GRAPH`` or ``FROM`` is among its words.

    >>> names_graphs("SELECT * FROM <urn:g> { ?s ?p ?o }"), names_graphs("ASK { ?from ?p ?o }")
    (True, False)
    """
    return not _GRAPHS.isdisjoint(_words(_unescape(query)))


def has_base(query: str) -> bool:
    """Say whether *query* begins with an absolute base of its own (SPARQL 1.1, section 4.1.1).

    >>> has_base("BASE <https://example.org/> ASK {}"), has_base("BASE <a/> ASK {}")
    (True, False)
    """
    first = [token.text for token in tokenise(query)[:2]]
    return "".join(first[:1]).lower() == "base" and bool(_ABSOLUTE.match(first[-1]))


def read_clauses(query: str, base_iri: str) -> Clauses:
    """Read the dataset clauses of *query* (SPARQL 1.1, section 13.2); none from a broken query.

    >>> read_clauses("PREFIX e: <urn:e:> ASK FROM e:a FROM NAMED <b> {}", "https://example.org/")
    Clauses(default=('urn:e:a',), named=('https://example.org/b',))
    """
    text = _unescape(query)
    tokens = tokenise(text)
    form = next((token for token in tokens if token.text.lower() in FORMS), None)
    if form is None:
        return Clauses()
    default: list[str] = []
    named: list[str] = []
    for place, token in enumerate(tokens[:-1]):
        if token.kind == "word" and token.text.lower() == "from":
            is_named = tokens[place + 1].text.lower() == "named" and place + 2 < len(tokens)
            (named if is_named else default).append(tokens[place + 1 + is_named].text)
    found = resolve_iris(text[: form.start], [*default, *named], base_iri)
    resolved = [name.value for name in found]
    return Clauses(tuple(resolved[: len(default)]), tuple(resolved[len(default) :]))
