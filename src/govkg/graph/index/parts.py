"""A part of what a release says, as the tables of an index are written from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from govkg.graph.index.gathering import Gathered
from govkg.graph.index.labels import Labels
from govkg.graph.index.statements.collecting import Statement

Numbered = Mapping[int, Statement]
"""Statements by their numbers, in order."""


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of *subjects*, *statements* and *sources*; what these depend on is *gathered*.

    *labels* are those of all that is gathered, *documents* have the numbers of the documents of
    both.
    """

    gathered: Gathered
    labels: Mapping[str, Labels]
    subjects: Collection[str]
    statements: Numbered
    sources: Collection[str]
    documents: Mapping[str, int]


NOTHING: Final = Part(Gathered({}, ()), {}, (), {}, (), {})
