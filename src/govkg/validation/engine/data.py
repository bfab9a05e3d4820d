"""The data that queries are asked of, and the properties with which it says something.

A query whose group begins with any triple, ``$this ?path ?value``, has the store read all of them.
Mostly few properties can pass its first filter: these stand beside the pattern then, as ``VALUES``,
which leaves the solutions what they are (SPARQL 1.1, section 10.2.2), and no others are read.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from pyoxigraph import Literal, Store

_ANY_TRIPLE: Final = re.compile(
    r"(?<=\{)\s+\$this \?path \?(\w+) \.\s+FILTER\((.*)\)$", re.MULTILINE
)
_PROLOGUE: Final = re.compile(r"(\s*PREFIX\s+\S+\s*<[^>]*>)*", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"[?$](\w+)")
_INNER_GROUP: Final = re.compile(r"\{[^{}]*\}")
_KINDS: Final = """
SELECT DISTINCT ?path ?kind WHERE {
    ?this ?path ?value
    BIND(IF(isLiteral(?value), LANG(?value), isBlank(?value)) AS ?kind)
}
"""


class Data:
    """A store, asked by many queries."""

    def __init__(self, store: Store) -> None:
        """Ask *store*."""
        self.store = store

    def narrowed(self, query: str) -> str:
        """Have *query* look only along properties that can pass the filter behind any triple.

        A filter that speaks of ``?path``, and of the value no more than ``isLiteral``, ``isBlank``
        and ``LANG`` tell, is asked of each property once for each kind of values that it has.
        """
        return _ANY_TRIPLE.sub(self._narrowed, query)

    def _narrowed(self, match: re.Match[str]) -> str:
        value, condition = match.groups()
        told = re.compile(rf"\b(isLiteral|isBlank|LANG)\(\?{value}\)")
        rest = told.sub("", condition)
        names, everywhere = _VARIABLE.findall(rest), _VARIABLE.findall(match.string)
        outside = {*_VARIABLE.findall(_INNER_GROUP.sub("", rest))}
        # A variable of an EXISTS that stands elsewhere, too, may be bound there.
        shared = {name for name in names if names.count(name) < everywhere.count(name)}
        if not outside | shared <= {"path"}:
            return match[0]
        asked = told.sub(r"?\1", condition)
        prologue = _PROLOGUE.match(match.string)
        passing = f"""{prologue[0] if prologue else ""} SELECT DISTINCT ?path WHERE {{
            VALUES (?path ?isLiteral ?isBlank ?LANG) {{ {self._kinds} }} FILTER({asked})
        }}"""
        solutions: Iterator[Any] = iter(self.store.query(passing))  # type: ignore[arg-type]
        paths = " ".join(sorted(str(path) for (path,) in solutions))
        return f" VALUES ?path {{ {paths} }}{match[0]}"

    @cached_property
    def _kinds(self) -> str:
        """Each property with each kind of its values: literals, blank nodes, in which language."""
        solutions: Iterator[Any] = iter(self.store.query(_KINDS))  # type: ignore[arg-type]
        return " ".join(f"({path} {_told(kind)})" for path, kind in solutions)


def _told(kind: Literal) -> str:
    if kind.value in {"true", "false"} and kind.datatype.value.endswith("#boolean"):
        return f"false {kind.value} UNDEF"
    return f"true false {kind}"
