"""Load what is published into a store while its dumps are still being written."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from govkg.graph.store import load_graphs
from govkg.processes import beside
from govkg.publish.checking import Reading
from govkg.release.files.writing import BegunStore
from govkg.release.layout import UNFINISHED
from govkg.validation.parts.lines import unpack

_ALONE: Final = 20_000_000
"""Bytes of N-Quads up to which another process would take longer to start than to help."""
_YIELDING: Final = 2
"""How far it stands back: index and table, one after the other, take as long as the store."""


@contextmanager
def begun_store(reading: Reading, releases: Path) -> Iterator[BegunStore | None]:
    """Begin a store of what *reading* holds, if that is much, in a folder beside *releases*.

    Nobody looks at it, and the next command that writes clears it away if it is left.
    """
    lines = [source.lines for source in reading.published]
    if sum(one.size for one in lines) <= _ALONE:
        yield None
        return
    with beside(1) as executor:
        begun = BegunStore(executor, releases / f"{UNFINISHED}store")
        executor.submit(load, begun.folder, [one.packed for one in lines])
        del reading, lines  # they take a good part of the memory
        yield begun


def load(folder: Path, packed: list[bytes]) -> None:
    """Load lines, *packed* as they came, into a store that is in *folder* once it has all."""
    os.nice(_YIELDING)
    loading = folder.with_name(f"{folder.name}-loading")
    loading.mkdir()
    if load_graphs(loading, map(unpack, packed)):
        loading.rename(folder)
    else:
        shutil.rmtree(loading)
