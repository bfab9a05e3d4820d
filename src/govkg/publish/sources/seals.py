"""Which data files nobody has written since they were read.

An edit leaves most of them alone, and to open thousands takes longer than to read what it changed.
So a file is known, as Git knows it, by what its file system says of it. Whoever writes it changes
that, and the time of its last change nobody can set back.
"""

import json
import os
import time
from pathlib import Path
from typing import Final

from govkg.publish.sources.kept import KeptSources, manner_of_reading

_APART: Final = 2_000_000_000
"""Nanoseconds within which some file systems give two writings the same time."""

Seal = list[int]
"""Device, inode, size, and the times of the last writing and of the last change."""


class Seals:
    """The keys of files that were read the last time, by their names, each with its seal."""

    def __init__(self, kept: KeptSources, base_iri: str) -> None:
        """Take those that are *kept* of files with a base."""
        self._kept = kept
        self._question = "\n".join(("seals", *manner_of_reading(), base_iri))
        self._known: dict[str, tuple[str, Seal]] = json.loads(kept.answers(self._question) or "{}")
        self._found: dict[str, tuple[str, Seal]] = {}

    def find(self, name: str, seal: Seal) -> str | None:
        """Give the key of a file that has the *seal* it had, if what it says is kept."""
        key, before = self._known.get(name, ("", None))
        if before != seal or not self._kept.knows(key):
            return None
        self._found[name] = key, seal
        return key

    def note(self, name: str, seal: Seal, key: str) -> None:
        """Note a file that was read after its *seal* was taken.

        Not if it was written just now: whoever did may do so again, and leave it with the same.
        """
        if time.time_ns() - max(seal[-2:]) > _APART:
            self._found[name] = key, seal

    def keep(self) -> None:
        """Keep those that were found or noted, and no others."""
        self._kept.keep_answers(self._question, json.dumps(self._found))


def seal_of(file: Path) -> Seal:
    """Look at *file*.

    Raises:
        OSError: it is not there.
    """
    found = os.stat(file)  # noqa: PTH116  # asked of thousands
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
