"""Commitments as a tidy table: one row for each figure, or for a commitment that has none.

Cells are made a column at a time: what many rows lead to is looked up, and written, once.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache, partial
from itertools import chain, groupby, islice
from typing import Final, Protocol

from govkg.graph.index import LABEL_PROPERTIES
from govkg.graph.index.gathering import Kept, each, is_iri, literal_of, value_of
from govkg.iris import document_of
from govkg.release.files.tables.columns import Column
from govkg.vocabulary import GOVKG

SEPARATOR: Final = " | "
"""Between several values in one cell."""

Row = Sequence[str]
"""The cells of a row."""

_TOGETHER: Final = 5_000
"""Documents whose cells are made at once."""
_LABELS: Final = 1 << 14
"""Labels that are remembered: much is called the same."""
_TARGET: Final = f"{GOVKG}target"


Way = tuple[bool, tuple[str, ...]]
"""Whether it begins at the figure, and the properties that it follows."""


class Objects(Protocol):
    """What one property leads to."""

    def get(self, node: str, default: Kept, /) -> Kept:
        """Give what it leads to from *node*."""


class Facts(Protocol):
    """What is said of nodes; these are written as `gathering` has them."""

    def objects(self, predicate: str, /) -> Objects:
        """Give what a property leads to."""


class Table:
    """The rows of commitments."""

    def __init__(self, facts: Facts, columns: Sequence[Column]) -> None:
        """Show *columns* of what *facts* say."""
        self._facts = facts
        self._columns = tuple(columns)
        self._labels = [facts.objects(name) for name in LABEL_PROPERTIES]

    def rows(self, commitments: Iterable[str]) -> Iterator[Row]:
        """Give the rows of *commitments* in their order, those of one in the order of figures."""
        targets = self._facts.objects(_TARGET)
        nothing: list[Kept] = [()]
        starts = [
            (commitment, figure)
            for commitment in commitments
            for figure in in_order(each(targets.get(commitment, ()))) or nothing
        ]
        ways: dict[Way, list[Kept]] = {
            (of_figure, ()): [start[of_figure] for start in starts] for of_figure in (False, True)
        }
        return zip(*(self._cells(column, ways) for column in self._columns), strict=True)

    def _cells(self, column: Column, ways: dict[Way, list[Kept]]) -> Iterator[str]:
        show = partial(self._named, column.language) if column.language else _values
        return map(cache(show), self._walk(column, ways))

    def _walk(self, column: Column, ways: dict[Way, list[Kept]]) -> list[Kept]:
        """Give the nodes that a *column* shows; *ways* were walked for others, in part perhaps."""
        nodes = ways[column.of_figure, ()]
        for length, predicate in enumerate(column.path, 1):
            way = column.of_figure, column.path[:length]
            if way not in ways:
                ways[way] = [*map(cache(partial(_step, self._facts.objects(predicate))), nodes)]
            nodes = ways[way]
        return nodes

    def _named(self, language: str, nodes: Kept) -> str:
        return SEPARATOR.join(self._label(node, language) for node in in_order(each(nodes)))

    def _label(self, node: str, language: str) -> str:
        """Give the label in *language*, else one without a language, else none."""
        return _label_among(
            tuple(terms for objects in self._labels if (terms := objects.get(node, ()))), language
        )


@lru_cache(_LABELS)
def _label_among(labels: tuple[Kept, ...], language: str) -> str:
    """Choose among the *labels* of one node, by their properties; earlier ones come first."""
    several = [
        [_text_and_language(term) for term in each(terms) if _is_text(term)] for terms in labels
    ]
    for tag in (language, ""):
        for found in several:
            texts = [text for text, its in found if its == tag]
            if texts:
                return min(texts)
    return ""


def rows_of(
    table: Table, documents: Iterable[tuple[str, Iterable[str]]]
) -> Iterator[tuple[str, list[Row]]]:
    """Give the rows of each of *documents*, of which the commitments are given, in their order."""
    unread = iter(documents)
    while some := dict(islice(unread, _TOGETHER)):
        rows = table.rows(chain.from_iterable(some.values()))
        for name, group in groupby(rows, key=lambda row: document_of(row[0])):
            yield name, list(group)


def in_order(nodes: Iterable[str]) -> list[str]:
    """Sort *nodes* as N-Triples does, where brackets end an IRI.

    >>> in_order(["urn:a", "urn:a-b"])
    ['urn:a-b', 'urn:a']
    """
    return sorted(nodes, key=lambda node: f"<{node}>" if is_iri(node) else node)


def _step(objects: Objects, nodes: Kept) -> Kept:
    """Give what *nodes* lead to, each once."""
    if isinstance(nodes, str):
        return objects.get(nodes, ())
    return tuple({one: None for node in nodes for one in each(objects.get(node, ()))})


def _values(nodes: Kept) -> str:
    values = {value_of(node) for node in each(nodes) if is_iri(node) or _is_text(node)}
    return SEPARATOR.join(sorted(values))


def _is_text(term: str) -> bool:
    return term[0] == '"'


def _text_and_language(literal: str) -> tuple[str, str]:
    text, language = literal_of(literal)
    return text, language.partition("--")[0]  # behind which its direction would stand
