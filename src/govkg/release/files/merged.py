"""The merge of a release, for whoever makes something of it: as soon as it is there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pyoxigraph import Store

from govkg.graph.columns.statements import Statements, open_statements
from govkg.graph.index import PROPERTIES
from govkg.graph.index.gathering import Gathered
from govkg.graph.index.making.columns import gather_columns
from govkg.graph.store import open_store
from govkg.release.files.tables.columns import STEPS
from govkg.release.layout import Layout

WANTED: Final = PROPERTIES | STEPS
"""What index and table look at, beside the terms of ours."""


def _at_once() -> None:
    pass


@dataclass(frozen=True)
class Merged:
    """The merge of the release in *layout*; *stored* and *in_columns* wait until it is so."""

    layout: Layout
    stored: Callable[[], object] = _at_once
    in_columns: Callable[[], object] = _at_once

    @property
    def store(self) -> Store:
        """Its store."""
        self.stored()
        return open_store(self.layout.store)

    @property
    def statements(self) -> Statements:
        """What is said of single resources."""
        self.in_columns()
        return open_statements(self.layout.columns)

    @cached_property
    def gathered(self) -> Gathered:
        """All that index and table are made of."""
        self.in_columns()
        return gather_columns(self.layout.columns, WANTED)
