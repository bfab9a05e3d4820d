"""What a release is made of, and the files it is written to."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from pyoxigraph import RdfFormat, parse

from govkg.formats import TURTLE
from govkg.graph.store import open_store
from govkg.publish.checking import Reading
from govkg.publish.loading import begun_store
from govkg.publish.presentation import read_layout
from govkg.release.canonical import (
    canonical_form,
    canonical_lines,
    query_parts,
    release_id,
    write_lines,
)
from govkg.release.files.accounting import Described, account
from govkg.release.files.dumps import FollowingDumps, WrittenDumps
from govkg.release.files.following import Basis
from govkg.release.files.statistics import read_statistics
from govkg.release.files.writing import BegunStore, write_derived
from govkg.release.layout import Layout
from govkg.release.manifest import FORMAT_VERSION, REPORT, Manifest, PublicFile
from govkg.release.pieces import cut
from govkg.release.verification.checksums import checksums_of, write_checksums
from govkg.settings import Dataset
from govkg.validation.findings import Finding, Severity, count
from govkg.validation.report import write_report


@dataclass(frozen=True, slots=True)
class Content:
    """Content and the id that follows from it.

    *dumps* are made of its canonical N-Quads: *quads* of them, in *size* bytes. *shape_lines* are
    those of the shapes; *statements* is how many quads are the publisher's own. Its *store* may
    have been begun.
    """

    release_id: str
    dataset: Dataset
    dumps: WrittenDumps | FollowingDumps
    quads: int
    size: int
    shape_lines: tuple[str, ...]
    statements: int
    queries: tuple[Path, ...]
    store: BegunStore | None = None


def read_content(reading: Reading, dumps: WrittenDumps | FollowingDumps) -> Content:
    """Gather what *reading* holds, of which there are *dumps*, and name it by its hash."""
    project = reading.project
    queries = sorted(project.queries.glob("*.rq"))
    shape_lines = canonical_lines(reading.shape_quads)
    data = (one.digest for one in dumps.pieces)
    parts = {"data": data, "shapes": shape_lines, "queries": query_parts(queries)}
    return Content(
        release_id=release_id(parts, project.dataset.model_dump(mode="json")),
        dataset=project.dataset,
        dumps=dumps,
        quads=sum(one.quads for one in dumps.pieces),
        size=sum(one.length for one in dumps.pieces),
        shape_lines=tuple(shape_lines),
        statements=reading.statements,
        queries=tuple(queries),
    )


@contextmanager
def written_content(reading: Reading, releases: Path, previous: Layout | None) -> Iterator[Content]:
    """Write dumps of what *reading* holds while it is cut, and name it by its hash.

    One process cuts, others write, on the disk of *releases*. Nothing is left of what nobody puts
    into a release. What a *previous* one has is taken from it; where there is none, the store is
    begun, too.
    """
    beginning = nullcontext(None) if previous else begun_store(reading, releases)
    with beginning as store:
        cuts = cut(canonical_form(reading.texts, releases))
        with closing(WrittenDumps(releases, cuts, previous, spared=1 if store else 0)) as dumps:
            content = replace(read_content(reading, dumps), store=store)
            del reading, cuts  # they take a good part of the memory
            yield content


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found, and the *report* of it that is published."""

    findings: Sequence[Finding]
    report: str

    @classmethod
    def told(cls, findings: Sequence[Finding]) -> Self:
        """Report *findings*."""
        return cls(findings, write_report(findings, "turtle"))


@dataclass(frozen=True, slots=True)
class Written:
    """The public *files* and names of *graphs* that were written, and the *checksums* of all."""

    files: tuple[PublicFile, ...]
    graphs: tuple[str, ...]
    checksums: Mapping[str, str]


def write_content(content: Content, layout: Layout, previous: Basis | None = None) -> Written:
    """Write all that follows from *content* into a folder of its own.

    What is the same in a *previous* release is taken from it.
    """
    for folder in (layout.files, layout.queries):
        folder.mkdir(parents=True)
    shapes = parse("\n".join(content.shape_lines), format=RdfFormat.N_QUADS)
    presentation = read_layout(shapes)
    layout.presentation.write_text(presentation.model_dump_json(indent=1), encoding="utf-8")
    write_lines(layout.shapes, content.shape_lines)
    for file in content.queries:
        shutil.copyfile(file, layout.queries / file.name)
    dumps = content.dumps.put(layout)
    files = write_derived(
        layout, dumps, content.dataset, previous=previous, begun_store=content.store
    )
    graphs = sorted({name.value for name in open_store(layout.store).named_graphs()})
    before = previous.layout if previous else None
    return Written(tuple(files), tuple(graphs), checksums_of(layout, before, files))


def complete_release(content: Content, written: Written, checked: Checked, layout: Layout) -> None:
    """Write beside what was *written* of *content* what was found in it; checksums come last."""
    counts = count(checked.findings)
    statistics = read_statistics(layout.statistics)
    manifest = Manifest(
        format_version=FORMAT_VERSION,
        id=content.release_id,
        dataset=content.dataset,
        triples=statistics.triples,
        quads=content.quads,
        statements=content.statements,
        graphs=written.graphs,
        classes=statistics.classes,
        warnings=counts[Severity.WARNING],
        infos=counts[Severity.INFO],
        files=(*written.files, _write_report(checked, layout)),
    )
    layout.manifest.write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    write_checksums(layout, written.checksums)


def _write_report(checked: Checked, layout: Layout) -> PublicFile:
    file = layout.files / REPORT
    file.write_text(checked.report, encoding="utf-8")
    return account(file, Described(TURTLE.media_type, "What validation found, as a SHACL report"))
