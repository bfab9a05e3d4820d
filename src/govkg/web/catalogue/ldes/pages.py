"""Which versions stand on which page, and the time that a page spans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from govkg.release.history.reading import History
from govkg.release.history.versions import Version

PAGE_SIZE: Final = 250
"""Versions of a page."""
NODE_SIZE: Final = 100
"""Pages of a node."""


@dataclass(frozen=True, slots=True)
class Span:
    """The versions numbered from *first* to *last*, behind the address *path*.

    *full* says that there will be no others.
    """

    path: str
    first: int
    last: int
    full: bool


def page(number: int, newest: int) -> Span:
    """Give the page of that number, from 1, where *newest* is the newest version.

    >>> page(2, 300)
    Span(path='/ldes/pages/2.trig', first=251, last=500, full=False)
    """
    last = number * PAGE_SIZE
    return Span(f"/ldes/pages/{number}.trig", last - PAGE_SIZE + 1, last, full=newest >= last)


def node(number: int, newest: int) -> Span:
    """Give the node of that number, from 1.

    >>> node(1, 30_000).full, node(2, 30_000).first
    (True, 25001)
    """
    size = PAGE_SIZE * NODE_SIZE
    last = number * size
    return Span(f"/ldes/nodes/{number}.trig", last - size + 1, last, full=newest >= last)


def nodes(newest: int) -> list[Span]:
    """List the nodes that there are."""
    size = PAGE_SIZE * NODE_SIZE
    return [node(number, newest) for number in range(1, -(-newest // size) + 1)]


def pages_of(span: Span, newest: int) -> list[Span]:
    """List the pages that a node has."""
    first = span.first // PAGE_SIZE + 1
    return [
        page(number, newest)
        for number in range(first, first + NODE_SIZE)
        if (number - 1) * PAGE_SIZE < newest
    ]


def versions_in(history: History, span: Span) -> list[Version]:
    """Give the versions of a page."""
    limit = span.last - span.first + 1
    found = history.changes(after=span.first - 1, limit=limit)
    return [version for version in found if version.number <= span.last]


def times_of(
    history: History, spans: Iterable[Span], newest: int
) -> dict[Span, tuple[datetime, datetime]]:
    """Give the times of the first and the last version of each span: numbers grow with time."""
    ends = {span: (span.first, min(span.last, newest)) for span in spans}
    times = history.times_of(number for both in ends.values() for number in both)
    return {span: (times[first], times[last]) for span, (first, last) in ends.items()}
