"""The canonical form of a dataset, and the id that follows from it."""

import hashlib
import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import groupby, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from govkg.graph.dumps import joined, lines_of, open_dump
from govkg.graph.normalisation import normalised_lines
from govkg.release.manifest import FORMAT_VERSION

ID_LENGTH: Final = 16
_RUN: Final = 500_000
"""Lines that are sorted at once: some 150 MB."""
_WRITTEN: Final = 10_000
"""Lines that are written at once."""


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
        while more := sorted(normalised_lines(islice(unread, _RUN))):
            if run:
                waiting.append(_put_aside(run, files.enter_context(TemporaryFile(dir=folder))))
            run = more
            anonymous = anonymous or any(line.startswith("_:") or " _:" in line for line in run)
        found = heapq.merge(*waiting, run)
        if anonymous:
            yield from canonical_lines(parse("\n".join(found), format=RdfFormat.N_QUADS))
        else:
            yield from (line for line, _ in groupby(found))


def _put_aside(lines: Sequence[str], file: IO[bytes]) -> Iterator[str]:
    for start in range(0, len(lines), _WRITTEN):
        file.write(joined(lines[start : start + _WRITTEN]))
    file.seek(0)
    return lines_of(file)


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
    with open_dump(file) as text:
        yield from lines_of(text)
