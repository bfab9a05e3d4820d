"""What a folder of releases looks like from outside: has anything changed since?"""

import os
from pathlib import Path
from time import monotonic
from typing import Final, NamedTuple

from govkg.release.history.log import LOG
from govkg.release.layout import CURRENT

_PAUSE: Final = 0.005
"""Seconds for which nobody looks again."""


class Sight(NamedTuple):
    """One state of the folder: *link* tells activations apart, *rest* the log and what is kept.

    Each is ``None`` where there is nothing.
    """

    link: tuple[int, int] | None
    rest: tuple[int, ...] | None


class Watch:
    """Looks at a folder of releases; a look is remembered for a moment, since every request asks.

    All that is done in that moment sees the same state.
    """

    def __init__(self, folder: Path) -> None:
        """Watch *folder*."""
        # Texts: to put a path together takes longer than to look at it.
        self._link, self._folder, self._log = map(str, (folder / CURRENT, folder, folder / LOG))
        self._seen = Sight(None, None)
        self._looked = float("-inf")

    def look(self) -> Sight:
        """Give the present state."""
        now = monotonic()
        if now - self._looked > _PAUSE:
            self._seen = Sight(self._read_link(), self._read_rest())
            self._looked = now
        return self._seen

    def _read_link(self) -> tuple[int, int] | None:
        """Tell one link from another: each activation makes a new one."""
        try:
            found = os.lstat(self._link)
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns

    def _read_rest(self) -> tuple[int, ...] | None:
        try:
            folder, log = os.stat(self._folder), os.stat(self._log)  # noqa: PTH116
        except OSError:
            return None
        return folder.st_mtime_ns, log.st_mtime_ns, log.st_size
