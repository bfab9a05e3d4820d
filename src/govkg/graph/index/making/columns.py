"""Gather what triples say from the columns of a release, where they are sorted and numbered.

Each term is read once, however often it is said, and no line is taken apart.
"""

from collections.abc import Container
from pathlib import Path
from typing import TYPE_CHECKING

from govkg.graph.columns.statements import STATEMENTS, SUBJECTS
from govkg.graph.columns.terms import TERMS, Terms
from govkg.graph.index.gathering import Gathered, Kept
from govkg.vocabulary import GOVKG

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def gather_columns(folder: Path, wanted: Container[str]) -> Gathered:
    """Keep of the columns in *folder* the *wanted* properties, and all terms of ours."""
    import numpy as np

    terms = Terms(folder / TERMS)
    texts = list(terms.texts())
    subjects = np.fromfile(folder / SUBJECTS, "<i4")
    said = np.fromfile(folder / STATEMENTS, "<i4")
    predicates, things = said[::2], said[1::2]
    rows = np.argsort(predicates, kind="stable")
    numbers, starts = np.unique(predicates[rows], return_index=True)
    objects: dict[str, dict[str, Kept]] = {}
    for number, of_predicate in zip(numbers.tolist(), np.split(rows, starts[1:]), strict=False):
        name = texts[number]
        if name in wanted or name.startswith(GOVKG):
            objects[name] = _paired(texts, subjects[of_predicate], things[of_predicate])
    blank = terms.blank_nodes()
    described = (texts[number] for number in np.unique(subjects).tolist() if number not in blank)
    return Gathered(objects, described)


def _paired(
    texts: list[str], subjects: "NDArray[np.int32]", things: "NDArray[np.int32]"
) -> dict[str, Kept]:
    """Give of sorted *subjects* what stands beside them."""
    import numpy as np

    text = texts.__getitem__
    starts = np.flatnonzero(np.diff(subjects, prepend=-1))
    ends = np.append(starts[1:], len(subjects))
    names = list(map(text, subjects[starts].tolist()))
    found: dict[str, Kept] = dict(zip(names, map(text, things[starts].tolist()), strict=True))
    for place in np.flatnonzero(ends - starts > 1).tolist():
        found[names[place]] = tuple(map(text, things[starts[place] : ends[place]].tolist()))
    return found
