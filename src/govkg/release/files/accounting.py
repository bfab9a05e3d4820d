"""Account for public files: their size, their checksum."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from govkg.release.manifest import PublicFile


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
