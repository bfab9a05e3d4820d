"""Commitments as a tidy table: one row for each figure, or for a commitment that has none."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from govkg.graph.index import LABEL_PROPERTIES, Index
from govkg.release.files.columns import Column
from govkg.vocabulary import GOVKG

SEPARATOR: Final = " | "
"""Between several values in one cell."""

Cell = tuple[str, ...]
Row = list[Cell]

_PAGE: Final = 1_000
_KEPT_NODES: Final = 5_000


class Table:
    """The rows of a release's commitments, read from its open store and index."""

    def __init__(self, store: Store, index: Index, columns: Sequence[Column]) -> None:
        """Show *columns* of what *store* and *index* hold; the caller closes them."""
        self.columns = tuple(columns)
        self._store = store
        self._index = index
        self._facts = lru_cache(_KEPT_NODES)(self._read_facts)

    def rows(self) -> Iterator[Row]:
        """Give the rows in order of commitment and figure; a cell is the values it holds."""
        for commitment in self._commitments():
            figures = self._follow([NamedNode(commitment)], (f"{GOVKG}target",))
            for figure in sorted(figures, key=str) or [None]:
                yield [self._cell(column, commitment, figure) for column in self.columns]

    def _commitments(self) -> Iterator[str]:
        after = ""
        while page := self._index.members(f"{GOVKG}Commitment", after=after, limit=_PAGE):
            yield from page
            after = page[-1]

    def _cell(self, column: Column, commitment: str, figure: object) -> Cell:
        start = figure if column.of_figure else NamedNode(commitment)
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

    def _read_facts(self, node: object) -> dict[str, list[object]]:
        facts: dict[str, list[object]] = defaultdict(list)
        if not isinstance(node, Literal):
            for quad in self._store.quads_for_pattern(node, None, None, DefaultGraph()):  # type: ignore[arg-type]  # a subject
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


def write_csv(file: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write *rows* as CSV (RFC 4180, UTF-8) under the names of *columns*."""
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns])
        writer.writerows([SEPARATOR.join(cell) for cell in row] for row in rows)


def read_csv(file: Path, columns: Sequence[Column]) -> Iterator[Row]:
    """Read again what `write_csv` wrote."""
    with file.open(encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        next(reader)
        for cells in reader:
            yield [
                _split(cell, many=column.many) for cell, column in zip(cells, columns, strict=True)
            ]


def _split(cell: str, *, many: bool) -> Cell:
    if not cell:
        return ()
    return tuple(cell.split(SEPARATOR)) if many else (cell,)
