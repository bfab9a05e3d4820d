"""The canonical form of a dataset, and the id that follows from it."""

import hashlib
import heapq
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from govkg.graph.dumps import open_dump
from govkg.graph.normalisation import normalised_lines
from govkg.release.manifest import FORMAT_VERSION

ID_LENGTH: Final = 16
_RUN: Final = 500_000
"""Lines that are sorted at once: some 150 MB."""


def canonical_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Give each of *quads* once, blank nodes named by RDFC-1.0."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def canonical_form(lines: Iterable[str], folder: Path | None = None) -> Iterator[str]:
    """Give the sorted N-Quads of what *lines* say, as a store says it, blank nodes by RDFC-1.0.

    *lines* are N-Quads of any order. Without blank nodes there is nothing to name, and quads are
    made of none but those lines that a store would write otherwise. Of many lines only a part is
    in memory at once; the rest waits in *folder*, in files without a name.
    """
    unread, anonymous = iter(lines), False
    waiting: list[Iterator[str]] = []
    run: list[str] = []
    with ExitStack() as files:
        while more := sorted(set(normalised_lines(islice(unread, _RUN)))):
            if run:
                waiting.append(_put_aside(run, files.enter_context(_spool(folder))))
            run = more
            anonymous = anonymous or any(line.startswith("_:") or " _:" in line for line in run)
        found = heapq.merge(*waiting, run)
        if anonymous:
            yield from canonical_lines(parse("\n".join(found), format=RdfFormat.N_QUADS))
        else:
            yield from (line for line, _ in groupby(found))


def _spool(folder: Path | None) -> IO[str]:
    return TemporaryFile("w+", encoding="utf-8", newline="\n", dir=folder)


def _put_aside(lines: Iterable[str], file: IO[str]) -> Iterator[str]:
    file.writelines(f"{line}\n" for line in lines)
    file.seek(0)
    return (line.removesuffix("\n") for line in file)


def canonical_lines(quads: Iterable[Quad]) -> list[str]:
    """Give the sorted N-Quads lines of *quads*, blank nodes named by RDFC-1.0."""
    return sorted_lines(canonical_quads(quads))


def sorted_lines(quads: Iterable[Quad]) -> list[str]:
    """Give the sorted N-Quads lines of *quads* as they are named."""
    return sorted(f"{quad} ." for quad in quads)


def release_id(parts: Mapping[str, Iterable[str]], settings: Mapping[str, object]) -> str:
    """Hash all that determines the public files, and nothing else.

    *parts* are named sets of lines: data by the digests of its pieces, shapes, queries.

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


def query_parts(files: Iterable[Path]) -> list[str]:
    """Give what the id takes from each query: its name and its text."""
    return [f"{file.name}\n{file.read_text(encoding='utf-8')}" for file in sorted(files)]


def write_lines(file: Path, lines: Iterable[str]) -> None:
    """Write canonical lines, each with its end."""
    with file.open("w", encoding="utf-8", newline="\n") as text:
        text.writelines(f"{line}\n" for line in lines)


def read_lines(file: Path) -> Iterator[str]:
    """Read canonical lines, packed or not, one by one, without their ends."""
    with open_dump(file) as packed, io.TextIOWrapper(packed, "utf-8", newline="\n") as text:
        for line in text:
            yield line.removesuffix("\n")
