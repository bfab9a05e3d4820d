"""The quads that came and went with an activation, as two files that stay when releases go."""

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from govkg.formats import N_QUADS
from govkg.release.history.dump import Dump, Sign
from govkg.release.history.redactions import Redaction
from govkg.release.layout import UNFINISHED, Layout, sync_folder

CHANGES: Final = "changes"
_LEVEL: Final = 6


@dataclass(frozen=True, slots=True)
class ChangeFiles:
    """Sorted N-Quads with gzip: what a release has and the one before had not, and the reverse."""

    added: Path
    removed: Path


def change_files(releases: Path, sequence: int) -> ChangeFiles:
    """Name the files of the activation *sequence*."""
    folder = releases / CHANGES / str(sequence)
    return ChangeFiles(folder / "added.nq.gz", folder / "removed.nq.gz")


def write_changes(files: ChangeFiles, older: Layout, newer: Layout) -> None:
    """Compare the canonical dumps of two releases; what a stopped command left gives way."""
    folder = files.added.parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        before, after = (stack.enter_context(Dump(layout, N_QUADS)) for layout in (older, newer))
        targets = {
            Sign.ADDED: stack.enter_context(_packing(files.added)),
            Sign.REMOVED: stack.enter_context(_packing(files.removed)),
        }
        for sign, line in before.difference(after):
            targets[sign].write(line + b"\n")
    sync_folder(folder)
    sync_folder(folder.parent)


def withhold_changes(releases: Path, redaction: Redaction) -> None:
    """Take out of all change files each quad that was redacted."""
    for file in sorted((releases / CHANGES).glob("*/*.nq.gz")):
        with gzip.open(file, "rt", encoding="utf-8", newline="\n") as text:
            touched = any(redaction.touches(line) for line in text)
        if touched:
            fresh = file.with_name(f"{UNFINISHED}{file.name}")
            with (
                gzip.open(file, "rt", encoding="utf-8", newline="\n") as text,
                _packing(fresh) as target,
            ):
                target.writelines(line.encode() for line in redaction.without(text))
            fresh.replace(file)
            sync_folder(file.parent)


@contextmanager
def _packing(file: Path) -> Iterator[IO[bytes]]:
    with file.open("wb") as target:
        with gzip.GzipFile("", "wb", _LEVEL, target, mtime=0) as stream:
            yield stream  # type: ignore[misc]  # writes as files do
        target.flush()
        os.fsync(target.fileno())
