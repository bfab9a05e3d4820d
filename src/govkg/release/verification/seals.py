"""Which files of a release nobody has written since it was put in its place.

To read a store of a gigabyte takes longer than all else that an edit needs. So of the release that
was published last it is kept how large each file was and when it was written: what is still so has
the checksum that it had. Whoever writes a file and sets its time back is found where all is read:
by ``govkg verify``, and by a server before it serves a release.
"""

import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from govkg.release.layout import SEALS, Layout

_APART: Final = 100_000_000
"""Nanoseconds within which some file systems give two writings the same time."""

Seal = list[int]
"""Device, inode, size and time of the last writing."""


def seal_files(layout: Layout, checksums: Mapping[str, str]) -> None:
    """Keep when each file of a release was written that has one of *checksums*, by its name."""
    now = time.time_ns()
    seals = {name: _seal(layout.folder / name) for name in checksums}
    kept = {
        name: [*seal, checksums[name]] for name, seal in seals.items() if now - seal[-1] > _APART
    }
    with suppress(OSError):  # all is read the next time
        _file(layout).write_text(json.dumps({layout.folder.name: kept}), encoding="utf-8")


def sealed(layout: Layout) -> Mapping[str, str]:
    """Give the checksums of files that nobody has written since, by their names."""
    try:
        kept = json.loads(_file(layout).read_text(encoding="utf-8"))
        items = kept[layout.folder.name].items()
        return {
            name: checksum
            for name, (*seal, checksum) in items
            if (layout.folder / name).is_file() and _seal(layout.folder / name) == seal
        }
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def _seal(path: Path) -> Seal:
    found = path.stat()
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns]


def _file(layout: Layout) -> Path:
    return layout.folder.with_name(SEALS)
