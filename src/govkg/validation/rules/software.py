"""Which software checks: what it found is not taken for what another one finds."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from govkg import validation

_LIBRARIES: Final = ("pyoxigraph", "pyshacl", "rdflib", "shacl")


@cache
def software() -> str:
    """Hash the versions of what checks, and our own code of it."""
    digest = hashlib.sha256()
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for file in sorted(Path(validation.__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
