"""Where things are in a folder of releases, and which release is active."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govkg.errors import ReleaseError
from govkg.formats import N_QUADS, N_TRIPLES, GraphFormat

RELEASE_ID: Final = re.compile(r"[0-9a-f]{16}")
CURRENT: Final = "current"
CHECKED: Final = ".checked.sqlite"
"""What validation found the last times; it may be removed at any time."""
RULES: Final = ".rules.json"
"""What was found out about the rules; it may be removed at any time."""
SEALS: Final = ".seals.json"
"""When the files of the release were written that was published last; it may be removed, too."""
SOURCES: Final = ".sources.sqlite"
"""What data files said when they were read last; it may be removed at any time."""
UNFINISHED: Final = ".unfinished-"
"""How the names begin of what nobody looks at yet; the next command that writes clears it away."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of one release."""

    folder: Path

    @property
    def store(self) -> Path:
        """The Oxigraph store."""
        return self.folder / "store"

    @property
    def index(self) -> Path:
        """The SQLite index."""
        return self.folder / "index.sqlite"

    @property
    def columns(self) -> Path:
        """The merge in columns, for questions that scan."""
        return self.folder / "columns"

    @property
    def files(self) -> Path:
        """The public files."""
        return self.folder / "files"

    def dump(self, form: GraphFormat) -> Path:
        """Name the dump in a format, which is packed with gzip."""
        return self.files / f"dataset.{form.extension}.gz"

    @property
    def merge(self) -> Path:
        """The merge of all graphs, as N-Triples."""
        return self.dump(N_TRIPLES)

    @property
    def canonical(self) -> Path:
        """All graphs, as canonical N-Quads: everything else can be made from it."""
        return self.dump(N_QUADS)

    @property
    def pieces(self) -> Path:
        """What pieces the dumps are made of."""
        return self.folder / "pieces.json"

    @property
    def table(self) -> Path:
        """Commitments as a table, packed."""
        return self.files / "commitments.csv.gz"

    @property
    def typed_table(self) -> Path:
        """The same as Parquet, where that can be written."""
        return self.files / "commitments.parquet"

    @property
    def table_pieces(self) -> Path:
        """What pieces the table is made of."""
        return self.folder / "table.json"

    @property
    def shapes(self) -> Path:
        """The shapes that the data was checked against, as canonical N-Quads."""
        return self.folder / "shapes.nq"

    @property
    def queries(self) -> Path:
        """The example queries."""
        return self.folder / "queries"

    @property
    def presentation(self) -> Path:
        """How pages lay out properties."""
        return self.folder / "presentation.json"

    @property
    def statistics(self) -> Path:
        """What the merge is made of, in numbers."""
        return self.folder / "statistics.json"

    @property
    def manifest(self) -> Path:
        """What the release is and holds."""
        return self.folder / "manifest.json"

    @property
    def checksums(self) -> Path:
        """The checksums of all other files."""
        return self.folder / "checksums.sha256"


def active_release(releases: Path) -> Layout | None:
    """Give the release that ``current`` points to, or ``None`` where nothing was published.

    Raises:
        ReleaseError: the link leads nowhere.
    """
    link = releases / CURRENT
    if not link.is_symlink():
        return None
    name = link.readlink().name
    folder = (releases / name).resolve()
    if not RELEASE_ID.fullmatch(name) or not folder.is_dir():
        raise ReleaseError(f"{link} points to a release that is not there; publish again")
    return Layout(folder)


def point_to(releases: Path, release_id: str) -> None:
    """Point ``current`` at a release by one atomic rename."""
    fresh = releases / f"{UNFINISHED}{CURRENT}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(release_id, target_is_directory=True)
    fresh.replace(releases / CURRENT)
    sync_folder(releases)


def replace_folder(folder: Path, by: Path) -> None:
    """Put the finished folder *by* in the place of *folder*, whether or not there is one."""
    if folder.exists():
        old = folder.with_name(f"{UNFINISHED}{folder.name}-old")
        folder.rename(old)
        by.rename(folder)
        shutil.rmtree(old)
    else:
        by.rename(folder)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
