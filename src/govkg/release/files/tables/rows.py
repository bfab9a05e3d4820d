"""Commitments as a tidy table: one row for each figure, or for a commitment that has none.

Terms are texts as N-Triples has them: to make objects of them all takes longer than the rest.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store

from govkg.graph.index import LABEL_PROPERTIES
from govkg.graph.index.gathering import literal_of, value_of
from govkg.release.files.tables.columns import Column
from govkg.vocabulary import GOVKG, RDF

SEPARATOR: Final = " | "
"""Between several values in one cell."""

Cell = tuple[str, ...]
Row = list[Cell]
Facts = Mapping[str, Sequence[str]]
"""Objects by the IRIs of properties, each once."""

_KEPT_NODES: Final = 5_000
_COMMITMENT: Final = f"<{GOVKG}Commitment>"


class Table:
    """The rows of commitments: these come with their documents, what they point to from a store."""

    def __init__(self, store: Store, columns: Sequence[Column]) -> None:
        """Show *columns* of what *store* holds."""
        self.columns = tuple(columns)
        self.store = store
        self._near: Mapping[str, Facts] = {}
        self._far = lru_cache(_KEPT_NODES)(self._look_up)
        self._far_label = lru_cache(_KEPT_NODES)(lambda node, tag: _label(self._far(node), tag))

    def rows(self, lines: Iterable[str]) -> Iterator[Row]:
        """Give the rows of a document in *lines* of N-Triples; a cell is the values it holds.

        They come in the order of commitments and figures.
        """
        self._near = _by_subject(lines)
        for commitment in sorted(self._commitments()):
            figures = self._follow(commitment, (f"{GOVKG}target",))
            for figure in sorted(figures) or (None,):
                yield [self._cell(column, commitment, figure) for column in self.columns]

    def _commitments(self) -> Iterator[str]:
        for subject, facts in self._near.items():
            if _is_name(subject) and _COMMITMENT in facts.get(f"{RDF}type", ()):
                yield subject

    def _cell(self, column: Column, commitment: str, figure: str | None) -> Cell:
        start = figure if column.of_figure else commitment
        if start is None:
            return ()
        found = self._follow(start, column.path)
        if not found:
            return ()
        if column.language is not None:
            return tuple(self._label(node, column.language) for node in sorted(found))
        values = {value_of(term) for term in found if _is_name(term) or _is_text(term)}
        return tuple(sorted(values))

    def _follow(self, start: str, path: Iterable[str]) -> Collection[str]:
        nodes: Collection[str] = (start,)
        for predicate in path:
            if len(nodes) == 1:
                (node,) = nodes
                nodes = self._facts(node).get(predicate, ())
            else:
                nodes = {one for node in nodes for one in self._facts(node).get(predicate, ())}
            if not nodes:
                break
        return nodes

    def _facts(self, node: str) -> Facts:
        near = self._near.get(node)
        return self._far(node) if near is None else near

    def _look_up(self, node: str) -> Facts:
        facts: dict[str, list[str]] = defaultdict(list)
        if _is_name(node) or _is_blank(node):
            subject = NamedNode(node[1:-1]) if _is_name(node) else BlankNode(node[2:])
            for quad in self.store.quads_for_pattern(subject, None, None, DefaultGraph()):
                facts[quad.predicate.value].append(str(quad.object))
        return dict(facts)

    def _label(self, node: str, language: str) -> str:
        near = self._near.get(node)
        return self._far_label(node, language) if near is None else _label(near, language)


def _label(facts: Facts, language: str) -> str:
    """Give the label in *language*, else one without a language, else none."""
    labels = [
        [_text_and_language(term) for term in facts[predicate] if _is_text(term)]
        for predicate in LABEL_PROPERTIES
        if predicate in facts
    ]
    for tag in (language, ""):
        for found in labels:
            texts = [text for text, its in found if its == tag]
            if texts:
                return min(texts)
    return ""


def _by_subject(lines: Iterable[str]) -> Mapping[str, Facts]:
    found: dict[str, dict[str, list[str]]] = {}
    facts: dict[str, list[str]] = {}
    last = ""
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if subject != last:
            last = subject
            facts = found.setdefault(subject, defaultdict(list))
        facts[predicate[1:-1]].append(rest[:-2])
    return found


def _is_name(term: str) -> bool:
    return term[0] == "<" and term[1] != "<"  # which begins a triple


def _is_blank(term: str) -> bool:
    return term[0] == "_"


def _is_text(term: str) -> bool:
    return term[0] == '"'


def _text_and_language(literal: str) -> tuple[str, str]:
    text, language = literal_of(literal)
    return text, language.partition("--")[0]  # behind which its direction would stand
