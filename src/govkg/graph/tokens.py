"""Look at the words of a query: which are refused before evaluation, which name graphs.

``SERVICE`` and updates would reach beyond the release. By tokens and not by substring: variables,
prefixed names, strings, IRIs and comments may say ``service``. Escapes of code points (SPARQL 1.1,
section 19.2) are undone first, and the query is looked at with and without them, because engines
differ in where they allow them.
"""

import re
import sys
from typing import Final

from govkg.errors import ForbiddenQueryError

_TOKEN: Final = re.compile(
    r'''
      (?P<skip>
          \#[^\n\r]*
        | """(?:[^"\\]|\\.|"(?!""))*"""
        | \'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\'
        | "(?:[^"\\\n\r]|\\.)*"
        | '(?:[^'\\\n\r]|\\.)*'
        | <[^\x00-\x20<>"{}|^`\\]*>
        | [?$@][\w·-]+
        | [\w.-]*:(?:[\w.:-]|%[0-9A-Fa-f]{2}|\\.)*
      )
    | (?P<word>[A-Za-z_][\w-]*)
    ''',
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES: Final = frozenset(
    {"insert", "delete", "load", "clear", "create", "drop", "copy", "move", "add", "with"}
)
_GRAPHS: Final = frozenset({"graph", "from"})
_FORMS: Final = frozenset({"select", "construct", "describe", "ask"})


def _unescape(query: str) -> str:
    def character(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number <= sys.maxunicode else match[0]

    return _ESCAPE.sub(character, query)


def _words(query: str) -> list[str]:
    return [match["word"].lower() for match in _TOKEN.finditer(query) if match["word"]]


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
        first = next((word for word in words if word in _FORMS | _UPDATES), "")
        if first in _UPDATES:
            raise ForbiddenQueryError("Updates are refused: a release never changes.")


def names_graphs(query: str) -> bool:
    """Say whether *query* may ask for graphs by name: ``GRAPH`` or ``FROM`` is among its words.

    >>> names_graphs("SELECT * FROM <urn:g> { ?s ?p ?o }"), names_graphs("ASK { ?from ?p ?o }")
    (True, False)
    """
    return not _GRAPHS.isdisjoint(_words(_unescape(query)))
