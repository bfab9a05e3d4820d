"""The canonical form of a dataset, and the id that follows from it."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from govkg.release.manifest import FORMAT_VERSION

ID_LENGTH: Final = 16


def canonical_lines(quads: Iterable[Quad]) -> list[str]:
    """Give the sorted N-Quads lines of *quads*, blank nodes named by RDFC-1.0."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(f"{quad} ." for quad in dataset)


def release_id(parts: Mapping[str, Iterable[str]], settings: Mapping[str, object]) -> str:
    """Hash all that determines the public files, and nothing else.

    *parts* are named sets of lines (data, shapes, queries).

    >>> release_id({"data": ["a"]}, {}) == release_id({"data": ["a"]}, {})
    True
    """
    digest = hashlib.sha256(f"govkg release {FORMAT_VERSION}\n".encode())
    digest.update(json.dumps(settings, sort_keys=True, ensure_ascii=False).encode())
    for name, lines in sorted(parts.items()):
        digest.update(f"\n# {name}\n".encode())
        for line in lines:
            digest.update(f"{line}\n".encode())
    return digest.hexdigest()[:ID_LENGTH]
