"""Look before writing: is there room for a release?"""

import shutil
from pathlib import Path
from typing import Final

from govkg.errors import SpaceError

_BYTES_PER_BYTE: Final = 4.0
"""What a release takes for each byte of canonical lines: packed dumps, tables, store and index."""

_AT_LEAST: Final = 16 * 1024**2
"""What even an empty store takes, and some for log and history."""


def check_space(folder: Path, size: int) -> None:
    """Estimate what a release with *size* bytes of N-Quads takes, and compare with what is free.

    Raises:
        SpaceError: the disk of *folder* has less.
    """
    needed = _AT_LEAST + int(_BYTES_PER_BYTE * size)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise SpaceError(folder, needed=needed, free=free)
