"""The data that queries are asked of, and the properties and classes that it uses.

A query whose group begins with any triple, ``$this ?path ?value``, or class, ``$this a ?value``,
has the store read all of them. Mostly few properties or classes can pass its first filter: these
stand beside the pattern then, as ``VALUES``, which leaves the solutions what they are (SPARQL 1.1,
section 10.2.2), and no others are read.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Store

from govkg.vocabulary import RDF, XSD

_ANY_TRIPLE: Final = re.compile(
    r"(?<=\{)\s+\$this (\?path|a) \?(\w+) \.\s+FILTER\((.*)\)$", re.MULTILINE
)
_PROLOGUE: Final = re.compile(r"(\s*PREFIX\s+\S+\s*<[^>]*>)*", re.IGNORECASE)
_VARIABLE: Final = re.compile(r"[?$](\w+)")
_INNER_GROUP: Final = re.compile(r"\{[^{}]*\}")
_CLASSES: Final = "SELECT DISTINCT ?class WHERE { ?this a ?class }"
_KINDS: Final = """
SELECT DISTINCT ?path ?kind WHERE {
    ?this ?path ?value
    BIND(IF(
        isLiteral(?value),
        IF(LANG(?value) = "", DATATYPE(?value),
        IF(LANGDIR(?value) = "", LANG(?value), STRLANGDIR("", LANG(?value), LANGDIR(?value)))),
        isBlank(?value)
    ) AS ?kind)
}
"""


class Data:
    """A store, asked by many queries."""

    def __init__(self, store: Store) -> None:
        """Ask *store*."""
        self.store = store

    def narrowed(self, query: str) -> str:
        """Have *query* look only for properties and classes that can pass the filter behind.

        A filter that speaks of a class alone is asked of each class once; one that speaks of
        ``?path``, and of the value no more than ``isLiteral``, ``isBlank``, ``LANG`` and
        ``DATATYPE`` tell, of each property once for each kind of values that it has.
        """
        return _ANY_TRIPLE.sub(self._narrowed, query)

    def _narrowed(self, match: re.Match[str]) -> str:
        verb, value, condition = match.groups()
        few = value if verb == "a" else "path"
        told = re.compile(rf"\b(isLiteral|isBlank|LANG|DATATYPE)\(\?{value}\)")
        rest = condition if verb == "a" else told.sub("", condition)
        names, everywhere = _VARIABLE.findall(rest), _VARIABLE.findall(match.string)
        outside = {*_VARIABLE.findall(_INNER_GROUP.sub("", rest))}
        # A variable of an EXISTS that stands elsewhere, too, may be bound there.
        shared = {name for name in names if names.count(name) < everywhere.count(name)}
        if not outside | shared <= {few}:
            return match[0]
        if verb == "?path":
            known, asked = self._kinds, told.sub(r"?\1", condition)
        elif self._classes:
            known, asked = f"?{few} {{ {' '.join(self._classes)} }}", condition
        else:
            return match[0]
        prologue = _PROLOGUE.match(match.string)
        passing = f"""{prologue[0] if prologue else ""} SELECT DISTINCT ?{few} WHERE {{
            VALUES {known} FILTER({asked})
        }}"""
        try:
            terms = sorted(str(term) for (term,) in self._rows(passing))
        except SyntaxError:  # the filter does not end where its line does
            return match[0]
        return f" VALUES ?{few} {{ {' '.join(terms)} }}{match[0]}"

    def _rows(self, query: str) -> Iterator[Any]:
        return iter(self.store.query(query))  # type: ignore[arg-type]

    @cached_property
    def _kinds(self) -> str:
        """Each property with each kind of its values, as far as a filter may speak of it."""
        rows = " ".join(f"({path} {_written(kind)})" for path, kind in self._rows(_KINDS))
        return f"(?path ?isLiteral ?isBlank ?LANG ?DATATYPE) {{ {rows} }}"

    @cached_property
    def _classes(self) -> list[str]:
        """Each class; none where one is a blank node, which no ``VALUES`` can name."""
        classes = [str(term) for (term,) in self._rows(_CLASSES)]
        return [] if any(name.startswith("_:") for name in classes) else classes


def _written(kind: NamedNode | Literal) -> str:
    """Tell of a datatype, of a language, or of whether it is a blank node, what a filter asks."""
    if isinstance(kind, NamedNode):
        return f'true false "" {kind}'
    if kind.datatype.value == f"{XSD}boolean":
        return f"false {kind.value} UNDEF UNDEF"
    if kind.language:  # a direction, too
        return f'true false "{kind.language}" {kind.datatype}'
    return f"true false {kind} <{RDF}langString>"
