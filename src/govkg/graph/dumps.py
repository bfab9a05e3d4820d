"""Dumps as they lie on disk, packed with gzip or not."""

import gzip
from pathlib import Path
from typing import IO, cast


def open_dump(file: Path) -> IO[bytes]:
    """Open what a dump says, whether or not it is packed."""
    packed = file.suffix == ".gz"
    return cast("IO[bytes]", gzip.open(file)) if packed else file.open("rb")
