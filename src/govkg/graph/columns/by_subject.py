"""Write the triples of columns once more, sorted by subject; `Statements` reads them.

NumPy begins threads as it is loaded, and what has some is not forked: so it is once it is needed.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

import duckdb

from govkg.graph.columns.statements import STATEMENTS, SUBJECTS
from govkg.graph.rebuilding import RebuildError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SORTED: Final = "SELECT s, (o::BIGINT << 32) | p AS said FROM triple ORDER BY s, said"
_NUMBER: Final = "<i4"
_SAID: Final = "<i8"
"""Two numbers in one: that of the predicate stands first, that of the object sorts first."""

Numbers: TypeAlias = "NDArray[np.int32]"
Said: TypeAlias = "NDArray[np.int64]"
Row = tuple[int, int, int]
"""The numbers of subject, predicate and object."""


def write_statements(database: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the triples of *database* into *folder*, where their terms are."""
    columns = database.execute(_SORTED).fetchnumpy()
    _write(folder, columns["s"], columns["said"])


def follow_statements(
    folder: Path, previous: Path, numbers: Numbers, gone: Sequence[Row], came: Sequence[Row]
) -> None:
    """Write into *folder* the rows of *previous* without what is *gone*, and with what *came*.

    *numbers* are the new ones of all old terms; what came has new numbers already.

    Raises:
        OSError: *previous* has no statements.
        RebuildError: a row that is gone was not there.
    """
    import numpy as np

    subjects = np.fromfile(previous / SUBJECTS, _NUMBER)
    said = np.fromfile(previous / STATEMENTS, _SAID)
    lost = [_place(subjects, said, row) for row in gone]
    if any(
        _row(subjects, said, place) != (s, _said(p, o))
        for place, (s, p, o) in zip(lost, gone, strict=True)
    ):
        raise RebuildError
    subjects = numbers[np.delete(subjects, lost)]
    said = numbers[np.delete(said, lost).view(_NUMBER)].view(_SAID)
    came = sorted(came, key=lambda row: (row[0], _said(*row[1:])))
    places = [_place(subjects, said, row) for row in came]
    _write(
        folder,
        np.insert(subjects, places, [s for s, _, _ in came]),
        np.insert(said, places, [_said(p, o) for _, p, o in came]),
    )


def _said(predicate: int, thing: int) -> int:
    return thing << 32 | predicate


def _place(subjects: Numbers, said: Said, row: Row) -> int:
    """Count the rows that are sorted before *row*."""
    start, end = subjects.searchsorted((row[0], row[0] + 1))
    return int(start + said[start:end].searchsorted(_said(*row[1:])))


def _row(subjects: Numbers, said: Said, place: int) -> tuple[int, int] | None:
    return (int(subjects[place]), int(said[place])) if place < len(said) else None


def _write(folder: Path, subjects: Numbers, said: Said) -> None:
    subjects.astype(_NUMBER, copy=False).tofile(folder / SUBJECTS)
    said.astype(_SAID, copy=False).tofile(folder / STATEMENTS)
