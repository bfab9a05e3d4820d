"""Make a release anew from its canonical dump, and say where it differs from what is there.

What rules and shapes say is made anew where these are known: `publish.proving`.
"""

import gzip
import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat, parse

from govkg.errors import ReleaseError
from govkg.graph.columns import comparing as columns_comparing
from govkg.graph.columns.building import build_columns
from govkg.graph.dumps import open_dump
from govkg.graph.index import PROPERTIES, build_index
from govkg.graph.index.gathering import gather
from govkg.graph.index.making.comparing import differences
from govkg.graph.store import open_store
from govkg.release.canonical import (
    canonical_lines,
    query_parts,
    read_encoded,
    read_lines,
    release_id,
)
from govkg.release.files.dumps import write_dumps
from govkg.release.files.following import write_statistics
from govkg.release.files.merged import Merged
from govkg.release.files.packing import triple_of_line
from govkg.release.files.writing import write_tables
from govkg.release.history.log import read_log
from govkg.release.layout import Layout
from govkg.release.manifest import PublicFile, read_manifest, read_settings
from govkg.release.pieces import SOFTWARE, cut, digests, read_pieces
from govkg.release.verification.checksums import checksum, damages


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, in words, and what is wrong with it; nothing, as a rule."""

    subject: str
    complaints: tuple[str, ...]


def recompute(layout: Layout) -> Iterator[Check]:
    """Check all that follows from the dump of a release, one thing after the other."""
    checks: dict[str, Callable[[Layout], Iterable[str]]] = {
        "every file has its checksum": _check_checksums,
        "the canonical dump is canonical": _check_canonical,
        "the id follows from the content": check_id,
        "the other files follow from it": _check_files,
        "the store holds the dump": _check_store,
        "the index is that of the dump": _check_index,
        "the columns are those of the merge": _check_columns,
    }
    return look(layout, checks)


def look(
    layout: Layout, checks: Mapping[str, Callable[[Layout], Iterable[str]]]
) -> Iterator[Check]:
    """Make *checks* of a release, each under what it is about; none ends the others."""
    for subject, check in checks.items():
        try:
            complaints = tuple(check(layout))
        except (
            ReleaseError,
            OSError,
            ValueError,
            SyntaxError,
            sqlite3.Error,
            duckdb.Error,
        ) as error:
            complaints = (f"cannot be checked: {error}",)
        yield Check(subject, complaints)


@contextmanager
def written_again(layout: Layout) -> Iterator[tuple[Layout, list[PublicFile]]]:
    """Write the files that follow from the dump of a release a second time.

    They are in the folder for temporary files, and gone afterwards.
    """
    with TemporaryDirectory(prefix="govkg-") as name:
        fresh = Layout(Path(name))
        fresh.files.mkdir()
        dataset = read_manifest(layout.manifest).dataset
        dumps = write_dumps(fresh, cut(read_encoded(layout.canonical)))
        build_columns(fresh.columns, fresh.merge)
        write_statistics(fresh, dataset, None)
        yield fresh, [*dumps, *write_tables(fresh, dataset, Merged(fresh))]


def _check_checksums(layout: Layout) -> Iterator[str]:
    return map(str, damages(layout))


def _check_canonical(layout: Layout) -> Iterator[str]:
    """Check the order, the form of each line and the names of blank nodes."""
    last = ""
    anonymous = False
    parsed = _quads(layout.canonical, RdfFormat.N_QUADS)
    for number, line in enumerate(read_lines(layout.canonical), start=1):
        if line <= last:
            yield f"line {number} is not behind the one before it"
        if f"{next(parsed, None)} ." != line:
            yield f"line {number} is written otherwise"
            return
        anonymous = anonymous or "_:" in line
        last = line
    if anonymous and canonical_lines(_quads(layout.canonical, RdfFormat.N_QUADS)) != list(
        read_lines(layout.canonical)
    ):
        yield "blank nodes have other names"


def check_id(layout: Layout) -> Iterator[str]:
    """Say so, where the id does not follow from the content."""
    parts = {
        "data": digests(read_encoded(layout.canonical)),
        "shapes": read_lines(layout.shapes),
        "queries": query_parts(layout.queries.iterdir()),
    }
    found = release_id(parts, read_settings(layout.manifest))
    if found == layout.folder.name:
        return
    redactions = read_manifest(layout.manifest).redactions
    logged = {entry.redaction for entry in read_log(layout.folder.parent)}
    if not redactions or not logged.issuperset(redactions):
        yield f"the content has the id {found}, and no redaction in the log says why"


def _check_files(layout: Layout) -> Iterator[str]:
    with written_again(layout) as (fresh, files):
        for file in files:
            if file.compression:
                # Another library may pack the same bytes otherwise.
                same = _unpacked(layout.files / file.name) == _unpacked(fresh.files / file.name)
            else:
                same = checksum(layout.files / file.name) == file.sha256
            if not same:
                yield f"{file.name} would be written otherwise"
        written = [(layout.statistics, fresh.statistics)]
        if read_pieces(layout.pieces).software == SOFTWARE:
            written.append((layout.pieces, fresh.pieces))
            written.append((layout.table_pieces, fresh.table_pieces))
        for path, other in written:
            if other.exists() and path.read_bytes() != other.read_bytes():
                yield f"{path.name} would be written otherwise"


def _check_store(layout: Layout) -> Iterator[str]:
    store = open_store(layout.store)
    if _digest(_named(store)) != _digest(_named(_quads(layout.canonical, RdfFormat.N_QUADS))):
        yield "its named graphs are others"
    merge = store.quads_for_pattern(None, None, None, DefaultGraph())
    if _digest(merge) != _digest(_quads(layout.merge, RdfFormat.N_TRIPLES)):
        yield "its default graph is not the merge"


def _named(quads: Iterable[Quad]) -> Iterator[Quad]:
    return (quad for quad in quads if not isinstance(quad.graph_name, DefaultGraph))


def _digest(quads: Iterable[Quad]) -> tuple[int, list[str]]:
    """Make something to compare of quads in any order, whatever their blank nodes are called.

    A sum of hashes stands for those without blank nodes, which may be too many for memory.
    """
    total = 0
    anonymous = []
    for quad in quads:
        if any(isinstance(term, BlankNode) for term in quad):
            anonymous.append(quad)
        else:
            total += hash(quad)
    return total, canonical_lines(anonymous)


def _check_index(layout: Layout) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / layout.index.name
        triples = map(triple_of_line, read_encoded(layout.canonical))
        build_index(file, gather((line.decode() for line in triples), PROPERTIES))
        for part in differences(layout.index, file):
            yield f"its {part} differ"


def _check_columns(layout: Layout) -> Iterator[str]:
    with TemporaryDirectory(prefix="govkg-") as folder:
        columns = Path(folder) / layout.columns.name
        build_columns(columns, layout.merge)
        for part in columns_comparing.differences(layout.columns, columns):
            yield f"their {part} differs"


def _quads(dump: Path, form: RdfFormat) -> Iterator[Quad]:
    with open_dump(dump) as content:
        yield from parse(content, form)


def _unpacked(file: Path) -> str:
    with gzip.open(file, "rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
