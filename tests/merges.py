"""Columns and indexes of a few lines, as a release has them of its merge."""

from collections.abc import Iterable
from pathlib import Path

from govkg.graph.columns.building import build_columns
from govkg.graph.index import PROPERTIES, build_index
from govkg.graph.index.gathering import gather


def columns_of(folder: Path, lines: Iterable[str]) -> Path:
    """Write the columns of *lines* of N-Triples into the new *folder*, which is given back."""
    dump = folder.with_suffix(".nt")
    dump.write_text("".join(f"{line}\n" for line in sorted(lines)), encoding="utf-8")
    build_columns(folder, dump)
    return folder


def index_of(file: Path, lines: Iterable[str]) -> Path:
    """Write the index of *lines* of N-Triples to *file*, which is given back."""
    build_index(file, gather(lines, PROPERTIES))
    return file
