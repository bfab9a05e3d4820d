"""Account for public files: their size, their checksum, and the same again with gzip."""

import gzip
import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from govkg.release.manifest import GZIP, PublicFile

_LEVEL: Final = 6
_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Described:
    """What is said of a file: *statements* is how many triples or quads it holds."""

    media_type: str
    title: str
    statements: int | None = None


def account(file: Path, described: Described, *, compression: str | None = None) -> PublicFile:
    """Give what the manifest says of a *file* that is written."""
    with file.open("rb") as content:
        checksum = hashlib.file_digest(content, "sha256").hexdigest()
    return PublicFile(
        name=file.name,
        title=described.title,
        media_type=described.media_type,
        compression=compression,
        size=file.stat().st_size,
        sha256=checksum,
        statements=described.statements,
    )


def account_with_gzip(file: Path, described: Described) -> list[PublicFile]:
    """Write a *file* again with gzip, without its name and time; account for both."""
    packed = file.with_name(f"{file.name}.gz")
    with (
        file.open("rb") as content,
        packed.open("wb") as target,
        gzip.GzipFile("", "wb", _LEVEL, target, mtime=0) as stream,
    ):
        shutil.copyfileobj(content, stream, _CHUNK)
    return [account(file, described), account(packed, described, compression=GZIP)]
