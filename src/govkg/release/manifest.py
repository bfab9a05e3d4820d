"""What a release is and holds, as one JSON file."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from govkg.errors import ReleaseError
from govkg.settings import Dataset

FORMAT_VERSION: Final = 1
"""Raised when the public files of the same content would come out otherwise."""


class PublicFile(BaseModel):
    """A file for downloading: *size* in bytes, *sha256* in lower-case hexadecimal."""

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    media_type: str
    size: int
    sha256: str


class Manifest(BaseModel):
    """A release in figures; nothing of clock or machine."""

    model_config = ConfigDict(frozen=True)

    format_version: int
    id: str
    dataset: Dataset
    triples: int
    quads: int
    graphs: tuple[str, ...]
    classes: dict[str, int]
    warnings: int
    infos: int
    files: tuple[PublicFile, ...]


def read_manifest(file: Path) -> Manifest:
    """Read a manifest.

    Raises:
        ReleaseError: it is missing, damaged, or of another format version.
    """
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(f"{file}: not a release's manifest; publish again") from error
    if manifest.format_version != FORMAT_VERSION:
        raise ReleaseError(
            f"{file}: format version {manifest.format_version}, this govkg reads {FORMAT_VERSION}; "
            "publish again"
        )
    return manifest
