"""Whether a release is still what it was when it was written."""

import hashlib
from pathlib import Path

from govkg.errors import ReleaseError
from govkg.graph.store import open_store
from govkg.release.layout import Layout
from govkg.release.manifest import PublicFile, read_manifest
from govkg.release.presentation import read_presentation


def is_intact(layout: Layout) -> bool:
    """Say whether every part of a release is there, and its public files have their checksums."""
    try:
        manifest = read_manifest(layout.manifest)
        read_presentation(layout.presentation)
        open_store(layout.store)
    except ReleaseError:
        return False
    whole = all(is_whole(layout.files / file.name, file) for file in manifest.files)
    return whole and layout.index.is_file() and layout.queries.is_dir()


def is_whole(path: Path, file: PublicFile) -> bool:
    """Say whether *path* holds what the manifest says of *file*."""
    if not path.is_file() or path.stat().st_size != file.size:
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256
