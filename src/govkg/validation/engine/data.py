"""The data that queries are asked of, and the properties with which it says something.

A query whose group begins with any triple, ``$this ?path ?value``, has the store read all of them. Mostly
few properties can pass its first filter: these stand beside the pattern then, as ``VALUES``, which
leaves the solutions what they are (SPARQL 1.1, section 10.2.2) and has the store read no others.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from pyoxigraph import Store

_ANY_TRIPLE: Final = re.compile(
    r"(?<=\{)\s+\$this \?path \?(\w+) \.\s+FILTER\((.*)\)$", re.MULTILINE
)
_VARIABLE: Final = re.compile(r"[?$](\w+)")
_PROPERTIES: Final = """
SELECT DISTINCT ?path ?literal WHERE { ?this ?path ?value BIND(isLiteral(?value) AS ?literal) }
"""


class Data:
    """A store, asked by many queries."""

    def __init__(self, store: Store) -> None:
        """Ask *store*."""
        self.store = store

    def narrowed(self, query: str) -> str:
        """Have *query* look only along properties that can pass the filter behind any triple.

        Told from the text: ``FILTER(isLiteral(?value))`` leaves those with literals. What speaks of
        ``?path`` alone is asked of each property once, since the store filters ``VALUES`` first.
        """
        return _ANY_TRIPLE.sub(self._narrowed, query)

    def _narrowed(self, match: re.Match[str]) -> str:
        value, condition = match.groups()
        if condition == f"isLiteral(?{value})":
            return f" {_values(self._with_literals)}{match[0]}"
        if set(_VARIABLE.findall(condition)) == {"path"}:
            return f" {_values(self._properties)}{match[0]}"
        return match[0]

    @cached_property
    def _kinds(self) -> set[tuple[str, bool]]:
        solutions: Iterator[Any] = iter(self.store.query(_PROPERTIES))  # type: ignore[arg-type]
        return {(str(path), literal.value == "true") for path, literal in solutions}

    @property
    def _properties(self) -> set[str]:
        return {path for path, _ in self._kinds}

    @property
    def _with_literals(self) -> set[str]:
        return {path for path, literal in self._kinds if literal}


def _values(properties: Iterable[str]) -> str:
    return f"VALUES ?path {{ {' '.join(sorted(properties))} }}"
