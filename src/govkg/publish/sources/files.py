"""Find data files, and name the graphs that they are."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Final

import govkg
from govkg.errors import SourceError
from govkg.formats import SOURCE_EXTENSIONS
from govkg.iris import to_uri

EXTENSIONS: Final = ", ".join(f".{extension}" for extension in SOURCE_EXTENSIONS)
"""Of data files, as people are told them."""
_PASSED_OVER: Final = ("readme", "licen")

_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where data files are, the base of their relative IRIs, and how their graphs' names begin."""

    path: Path
    base_iri: str
    graphs: str


def shared_folder(name: str) -> Path:
    """Find ``ontology`` or ``shapes``: inside an installed wheel, else in the checkout."""
    package = Path(govkg.__file__).parent
    bundled = package / "bundled" / name
    return bundled if bundled.is_dir() else package.parents[1] / name


def ontology_graphs(base_iri: str) -> str:
    """Give what the names of the ontology's graphs begin with."""
    return f"{base_iri}graph/ontology/"


def data_files(folder: Path) -> Iterator[Path]:
    """List the data files below *folder*; hidden files, READMEs and licences are none.

    Raises:
        SourceError: a link leads nowhere, or to a folder.
    """
    return (file for _, file in _placed(folder))


def named_files(folder: Folder) -> Iterator[tuple[Path, str]]:
    """List the same, each with the graph that it is: named by its path without the extension.

    Raises:
        SourceError: a link leads nowhere, or to a folder.
    """
    for (*above, name), file in _placed(folder.path):
        stem = "/".join((*above, name.rpartition(".")[0] or name))
        yield file, folder.graphs + to_uri(stem).replace("?", "%3F").replace("#", "%23")


def _placed(folder: Path) -> Iterator[tuple[_Parts, Path]]:
    """List data files with the way to each from *folder*."""
    for parts, entry in sorted(_visible(str(folder), ()), key=itemgetter(0)):
        file = Path(entry.path)
        if entry.is_symlink() and not entry.is_file():
            raise SourceError(
                file, "a link that leads to no file; links to folders are not followed"
            )
        if entry.is_file() and not entry.name.lower().startswith(_PASSED_OVER):
            yield parts, file


def _visible(folder: str, above: _Parts) -> Iterator[tuple[_Parts, os.DirEntry[str]]]:
    """List what is in *folder*, and in folders in it, that is not hidden, with the way to it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            parts = (*above, entry.name)
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _visible(entry.path, parts)
            else:
                yield parts, entry
