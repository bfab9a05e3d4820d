"""What a release is and holds, as one JSON file."""

import json
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from govkg.errors import ReleaseError
from govkg.release.history.redactions import Redaction
from govkg.settings import Dataset

FORMAT_VERSION: Final = 5
"""Raised when the public files of the same content would come out otherwise."""


GZIP: Final = "application/gzip"
PACKED: Final = ".gz"
REPORT: Final = "validation-report.ttl"


class PublicFile(BaseModel):
    """A file for downloading: *size* in bytes, *sha256* in lower-case hexadecimal.

    *media_type* is of what it holds, *compression* what that is packed in; *statements* is how many
    triples or quads it has, where it is RDF.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    title: str
    media_type: str
    size: int
    sha256: str
    compression: str | None = None
    statements: int | None = None

    @property
    def kind(self) -> str:
        """What it holds, however it is packed: ``ttl`` or another extension, or ``report``."""
        if self.name == REPORT:
            return "report"
        return self.name.removesuffix(PACKED).rpartition(".")[2]

    @property
    def plain_name(self) -> str:
        """The name of what it holds, once unpacked."""
        return self.name.removesuffix(PACKED)

    @property
    def content_type(self) -> str:
        """The media type of its bytes as they are."""
        return self.compression or self.media_type


class Manifest(BaseModel):
    """A release in figures; nothing of clock or machine.

    *quads* are all that it holds, *statements* those of the publisher's own files; *redactions* are
    what was taken out after the id was given.
    """

    model_config = ConfigDict(frozen=True)

    format_version: int
    id: str
    dataset: Dataset
    triples: int
    quads: int
    statements: int
    graphs: tuple[str, ...]
    classes: dict[str, int]
    warnings: int
    infos: int
    files: tuple[PublicFile, ...]
    redactions: tuple[Redaction, ...] = ()

    def file(self, name: str) -> PublicFile | None:
        """Give the public file of that name, if there is one."""
        return next((file for file in self.files if file.name == name), None)


def edition_of(manifest: Manifest) -> str:
    """Give the id of a release, and how often something was taken out of it since."""
    redactions = len(manifest.redactions)
    return f"{manifest.id}-{redactions}" if redactions else manifest.id


def graph_of(manifest: Manifest) -> str:
    """Name the graph that another store has the merge of a release in."""
    return f"{manifest.dataset.base_iri}releases/{edition_of(manifest)}/"


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


def read_settings(file: Path) -> dict[str, object]:
    """Read what a manifest says of the dataset, as it stands there.

    Later software may know more settings; the id is of those that were known when it was given.

    Raises:
        ReleaseError: it is missing or damaged.
    """
    try:
        settings: dict[str, object] = json.loads(file.read_bytes())["dataset"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{file}: not a release's manifest") from error
    return settings
