"""What every publisher shares: the ontology and the shapes that come with govkg."""

from pathlib import Path

import govkg


def shared_folder(name: str) -> Path:
    """Find ``ontology`` or ``shapes``: inside an installed wheel, else in the checkout."""
    package = Path(govkg.__file__).parent
    bundled = package / "bundled" / name
    return bundled if bundled.is_dir() else package.parents[1] / name
