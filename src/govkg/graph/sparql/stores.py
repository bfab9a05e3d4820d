"""Which store a question is asked of: of those on disk, or of what all workers share."""

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Store

from govkg.errors import ReleaseError
from govkg.graph.remote import line_to
from govkg.graph.sparql.evaluation import Question
from govkg.graph.store import open_store

if TYPE_CHECKING:
    from govkg.graph.columns.answering import Columns


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, and its *number*: one that was redacted or mended is another under its name."""

    path: str
    number: int

    @classmethod
    def found(cls, path: str) -> "Folder":
        """Look at the folder that is there now."""
        try:
            return cls(path, Path(path).stat().st_ino)
        except OSError:
            return cls(path, 0)


@dataclass(frozen=True, slots=True)
class Resident:
    """What all workers share of one release: *columns* opened, the merge of *stored* in memory.

    There is no *store* where the release is too large: each worker opens the one that is *stored*.
    """

    stored: Folder
    store: Store | None
    kept: Folder | None = None
    columns: "Columns | None" = None


class Stores:
    """The stores that a worker reads: those on disk, and those that it shares, if any."""

    def __init__(self, resident: Resident | None = None) -> None:
        """Share what is *resident*."""
        self._resident = resident
        self._open = lru_cache(maxsize=2)(lambda folder: open_store(Path(folder.path)))
        self._open_columns = lru_cache(maxsize=2)(open_columns)
        self.line = lru_cache(maxsize=2)(line_to)
        """Gives the open line to another store."""

    def open_ahead(self) -> None:
        """Open what cannot be shared, before anybody asks."""
        if self._resident is not None and self._resident.store is None:
            with suppress(ReleaseError):  # whoever asks it will hear
                self._open(self._resident.stored)

    def choose(self, question: Question) -> Store:
        """Give the store to ask: one in memory, unless the question is about named graphs."""
        folder = Folder.found(question.store)
        resident = self._resident
        shared = resident.store if resident and folder == resident.stored else None
        return self._open(folder) if shared is None or question.is_about_graphs else shared

    def columns(self, path: str | None) -> "Columns | None":
        """Give the columns in the folder of this *path*, if there are any."""
        if path is None:
            return None
        folder = Folder.found(path)
        if self._resident is not None and folder == self._resident.kept:
            return self._resident.columns
        return self._open_columns(folder)


def open_columns(folder: Folder) -> "Columns | None":
    """Open the columns in *folder*; ``None`` says that they cannot be read."""
    # Only workers have to do with the engine of columns, which takes time and memory to load.
    from govkg.graph.columns.answering import Columns

    try:
        return Columns(Path(folder.path))
    except OSError:
        return None
