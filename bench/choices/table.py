"""Measure every choice on one published project, and write it in Markdown."""

import platform
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from bench.choices.caching import measure_caching
from bench.choices.packing import LEVELS, measure_packing
from bench.choices.servers import measure_servers
from bench.choices.stores import measure_stores
from bench.generation.outline import Outline, Scale
from bench.generation.project import write_project
from bench.peers.ours import publish, serve
from bench.peers.wire import Connection
from bench.workload.queries import make_queries
from bench.workload.requests import commitments
from govkg.errors import ReleaseError
from govkg.graph.dumps import open_dump
from govkg.release.layout import Layout, active_release

_DOCUMENTS: Final = 20_000
_DUMP: Final = 20 * 2**20
_MIB: Final = 2**20
_SIZES: Final = (300, 1_000, 3_000, 10_000)
"""Of commitments, for the border between stores."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A project of some *scale* that was published."""

    scale: Scale
    folder: Path
    layout: Layout


def write_choices(work: Path, seconds: int) -> Iterator[str]:
    """Measure, and write it piece by piece."""
    yield f"{' · '.join(_versions())}\n"
    subjects = [_publish(Scale(size), work) for size in _SIZES]
    largest = subjects[-1]
    yield from _servers(largest, seconds)
    yield from _stores(subjects)
    yield from _packing(largest)
    yield from _caching(largest)


def _publish(scale: Scale, work: Path) -> Subject:
    folder = work / f"{scale.commitments}-choices"
    if not folder.exists():
        write_project(folder, scale)
    publish(folder)
    layout = active_release(folder / "releases")
    if layout is None:
        raise ReleaseError(f"{folder}: nothing was published")
    return Subject(scale, folder, layout)


def _servers(subject: Subject, seconds: int) -> Iterator[str]:
    yield "\n## Server and processes\n\nRequests a second of eight clients; MiB at the end.\n\n"
    documents = commitments(Outline(subject.scale), start=0, number=_DOCUMENTS)
    for number, figures in enumerate(measure_servers(subject.folder, documents, seconds)):
        if not number:
            yield f"| server | {' | '.join(figures.rates)} | MiB |\n"
            yield f"|---|{'--:|' * (len(figures.rates) + 1)}\n"
        rates = " | ".join(f"{rate:,.0f}" for rate in figures.rates.values())
        yield f"| {figures.server} | {rates} | {figures.memory / _MIB:,.0f} |\n"


def _stores(subjects: list[Subject]) -> Iterator[str]:
    yield "\n## Store on disk, in memory, in columns\n\nMedian milliseconds in process.\n"
    for subject in subjects:
        yield f"\n| {subject.scale.commitments:,} commitments | disk | memory | columns |\n"
        yield "|---|--:|--:|--:|\n"
        for timing in measure_stores(subject.layout, make_queries(Outline(subject.scale))):
            columns = "" if timing.columns is None else f"{timing.columns:.2f}"
            yield f"| {timing.query} | {timing.disk:.2f} | {timing.memory:.2f} | {columns} |\n"


def _packing(subject: Subject) -> Iterator[str]:
    yield "\n## Levels of gzip\n\nMilliseconds of the processor, and what is left of the size.\n\n"
    with open_dump(subject.layout.merge) as lines:
        texts = {"page": _page(subject), "20 MiB of a dump": lines.read(_DUMP)}
    packed = {(one.name, one.level): one for one in measure_packing(texts)}
    yield f"| level | {' | '.join(f'{name} | left' for name in texts)} |\n"
    yield f"|--:|{'--:|--:|' * len(texts)}\n"
    for level in LEVELS:
        cells = [packed[name, level] for name in texts]
        written = " | ".join(f"{one.milliseconds:,.2f} | {one.left:.1%}" for one in cells)
        yield f"| {level} | {written} |\n"


def _page(subject: Subject) -> bytes:
    (path,) = commitments(Outline(subject.scale), start=0, number=1)
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(subject.folder, Path(folder), "/ready") as started,
        Connection(started.endpoint.port) as connection,
    ):
        return connection.get(f"{path}.en.html").body


def _caching(subject: Subject) -> Iterator[str]:
    size = len(_page(subject))
    for documents in (10_000, 100_000):
        yield (
            f"\n## Memory for answers, {documents:,} pages of {size / 1024:.0f} KiB\n\n"
            "The part of 200,000 requests, the page in place n asked for n times more rarely than "
            "the first,\nthat is found in memory.\n\n| MiB | found |\n|--:|--:|\n"
        )
        for found in measure_caching(documents, size):
            yield f"| {found.memory // _MIB} | {found.part:.0%} |\n"


def _versions() -> Iterator[str]:
    yield f"Python {platform.python_version()}"
    for library in ("govkg", "pyoxigraph", "duckdb", "uvicorn", "uvloop", "granian"):
        try:
            yield f"{library} {version(library)}"
        except PackageNotFoundError:
            yield f"{library}: not installed"
