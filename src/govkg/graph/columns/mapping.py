"""Map files, to read them in place; and have the system do at once what it does a page at a time.

A page of a mapped file is mapped when it is first read, which takes longer than to read it. Of a
large release, all that is asked for first is asked of such pages.
"""

import mmap
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_POPULATE_READ: Final = 22
"""``MADV_POPULATE_READ``, which Linux has from 5.14 on, and Python's module does not name yet."""
_AT_ONCE: Final = 2 * 1024**2
"""Bytes: meanwhile nobody else has the interpreter."""
_SHARE: Final = 8
"""Files may take this fraction of the machine's memory: of more, some would drive out others."""


def map_file(file: Path) -> mmap.mmap:
    """Map a *file*, which is not empty, to read it in place.

    Raises:
        OSError: it is not there.
    """
    with file.open("rb") as content:
        return mmap.mmap(content.fileno(), 0, access=mmap.ACCESS_READ)


def populate(maps: Iterable[mmap.mmap]) -> bool:
    """Have all pages of *maps* mapped, if they are small beside the memory; say whether it was so.

    What is not in memory is read, so that a thread should wait for it.
    """
    known = list(maps)
    if sum(map(len, known)) > _memory() // _SHARE:
        return False
    try:
        for one in known:
            for start in range(0, len(one), _AT_ONCE):
                one.madvise(_POPULATE_READ, start, min(_AT_ONCE, len(one) - start))
    except OSError:  # another system, or an older one
        return False
    return True


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
