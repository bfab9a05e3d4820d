"""The canonical form of a dataset, and the id that follows from it."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain, compress
from operator import ne
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, parse

from govkg.graph.dumps import blocks_of, has_blank_nodes, joined, lines_of, open_dump
from govkg.graph.normalisation import Normaliser
from govkg.release.manifest import FORMAT_VERSION

ID_LENGTH: Final = 16
_RUN: Final = 100_000_000
"""Bytes of lines that are sorted at once."""
_BLOCK: Final = 10_000
"""Lines that are written, or merged, at once."""


def canonical_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Give each of *quads* once, blank nodes named by RDFC-1.0."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)


def canonical_form(texts: Iterable[bytes], folder: Path | None = None) -> Iterator[bytes]:
    """Give the sorted N-Quads of what *texts* say, as a store says it, blank nodes by RDFC-1.0.

    *texts* are N-Quads of any order. Without blank nodes there is nothing to name, and quads are
    made of none but those lines that a store would write otherwise. Of many lines only a part is
    in memory at once; the rest waits in *folder*, in files without a name.
    """
    runs: list[Iterator[list[bytes]]] = []
    lines: list[bytes] = []
    size, anonymous, normaliser = 0, False, Normaliser()
    with ExitStack() as files:
        for text in filter(None, texts):
            if lines and size + len(text) > _RUN:
                file = files.enter_context(TemporaryFile(dir=folder))
                runs.append(_put_aside(sorted(lines), file))
                lines, size, normaliser = [], 0, Normaliser()
            anonymous = anonymous or has_blank_nodes(text)
            lines += normaliser.write(text.removesuffix(b"\n")).split(b"\n")
            size += len(text)
        merged = _merged([*runs, _blocks(sorted(lines))])
        found = chain.from_iterable(_distinct(merged))
        if anonymous:
            quads = parse(b"\n".join(found), format=RdfFormat.N_QUADS)
            yield from (line.encode() for line in canonical_lines(quads))
        else:
            yield from found


def _blocks(lines: Sequence[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(lines), _BLOCK):
        yield list(lines[start : start + _BLOCK])


def _put_aside(lines: Sequence[bytes], file: IO[bytes]) -> Iterator[list[bytes]]:
    for block in _blocks(lines):
        file.write(joined(block))
    file.seek(0)
    return blocks_of(file)


def _merged(runs: Iterable[Iterator[list[bytes]]]) -> Iterator[list[bytes]]:
    """Merge sorted runs of which each comes in blocks.

    All up to the end of the block that ends first can be sorted at once: a sort that knows runs
    when it sees some takes a quarter of what it takes to compare their first lines in Python.
    """
    waiting = [(block, run) for run in runs if (block := next(run, []))]
    while waiting:
        bound = min(block[-1] for block, _ in waiting)
        ready: list[bytes] = []
        left = []
        for block, run in waiting:
            end = bisect_right(block, bound)
            ready += block[:end]
            if rest := block[end:] or next(run, []):
                left.append((rest, run))
        ready.sort()
        yield ready
        waiting = left


def _distinct(blocks: Iterable[list[bytes]]) -> Iterator[Iterator[bytes]]:
    """Give the lines of sorted *blocks* that are not those before them."""
    last = b""
    for block in blocks:
        yield compress(block, map(ne, block, chain((last,), block)))
        last = block[-1]


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


def read_encoded(file: Path) -> Iterator[bytes]:
    """Read the same as they are encoded."""
    with open_dump(file) as text:
        yield from chain.from_iterable(blocks_of(text))
