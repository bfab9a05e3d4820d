"""Commitments as a tidy table: one row for each figure, or for a commitment that has none."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, RdfFormat, Store, parse

from govkg.graph.index import LABEL_PROPERTIES
from govkg.release.files.tables.columns import Column
from govkg.vocabulary import GOVKG, RDF

SEPARATOR: Final = " | "
"""Between several values in one cell."""

Cell = tuple[str, ...]
Row = list[Cell]
Facts = dict[str, list[object]]

_KEPT_NODES: Final = 5_000


class Table:
    """The rows of commitments: these come with their documents, what they point to from a store."""

    def __init__(self, store: Store, columns: Sequence[Column]) -> None:
        """Show *columns* of what *store* holds."""
        self.columns = tuple(columns)
        self.store = store
        self._near: dict[object, Facts] = {}
        self._far = lru_cache(_KEPT_NODES)(self._look_up)

    def rows(self, lines: Sequence[str]) -> Iterator[Row]:
        """Give the rows of a document in *lines* of N-Triples; a cell is the values it holds.

        They come in the order of commitments and figures.
        """
        self._near = _by_subject(lines)
        for commitment in sorted(self._commitments(), key=str):
            figures = self._follow([commitment], (f"{GOVKG}target",))
            for figure in sorted(figures, key=str) or [None]:
                yield [self._cell(column, commitment, figure) for column in self.columns]

    def _commitments(self) -> Iterator[object]:
        wanted = NamedNode(f"{GOVKG}Commitment")
        for subject, facts in self._near.items():
            if isinstance(subject, NamedNode) and wanted in facts.get(f"{RDF}type", ()):
                yield subject

    def _cell(self, column: Column, commitment: object, figure: object) -> Cell:
        start = figure if column.of_figure else commitment
        if start is None:
            return ()
        found = self._follow([start], column.path)
        if column.language is not None:
            return tuple(self._label(node, column.language) for node in sorted(found, key=str))
        values = {term.value for term in found if isinstance(term, NamedNode | Literal)}
        return tuple(sorted(values))

    def _follow(self, nodes: Iterable[object], path: Sequence[str]) -> Iterable[object]:
        for predicate in path:
            nodes = {target for node in nodes for target in self._facts(node).get(predicate, ())}
        return nodes

    def _facts(self, node: object) -> Facts:
        near = self._near.get(node)
        return self._far(node) if near is None else near

    def _look_up(self, node: object) -> Facts:
        facts: Facts = defaultdict(list)
        if not isinstance(node, Literal):
            for quad in self.store.quads_for_pattern(node, None, None, DefaultGraph()):  # type: ignore[arg-type]  # a subject
                facts[quad.predicate.value].append(quad.object)
        return dict(facts)

    def _label(self, node: object, language: str) -> str:
        """Give the label in *language*, else one without a language, else none."""
        facts = self._facts(node)
        for tag in (language, None):
            for predicate in LABEL_PROPERTIES:
                texts = [
                    term.value
                    for term in facts.get(predicate, ())
                    if isinstance(term, Literal) and term.language == tag
                ]
                if texts:
                    return min(texts)
        return ""


def _by_subject(lines: Sequence[str]) -> dict[object, Facts]:
    found: dict[object, Facts] = {}
    for quad in parse("\n".join(lines), format=RdfFormat.N_TRIPLES):
        facts = found.setdefault(quad.subject, defaultdict(list))
        facts[quad.predicate.value].append(quad.object)
    return found
