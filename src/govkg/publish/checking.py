"""Read a project and check it: the first half of publishing, and all of ``govkg check``."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import Quad, Triple

from govkg.errors import SourceError
from govkg.iris import Addresses
from govkg.processes import Helpers
from govkg.publish.addresses import SUSPICION, check_addresses, suspicious
from govkg.publish.nearness import names_of, with_nearest
from govkg.publish.sources.answers import answers
from govkg.publish.sources.files import (
    Folder,
    data_files,
    named_files,
    ontology_graphs,
    shared_folder,
)
from govkg.publish.sources.headings import check_headings
from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.places import Place, Places, find_mentions
from govkg.publish.sources.reading import Source, read_files, read_folder
from govkg.settings import Project
from govkg.validation.findings import Finding, ordered
from govkg.validation.parts.checking import check_parts
from govkg.validation.parts.part import Part
from govkg.validation.parts.work import Means
from govkg.validation.quotations import check_quotations
from govkg.vocabulary import NAMESPACE


@dataclass(frozen=True, slots=True)
class Reading:
    """A project's files as they were read: *shared* is the ontology, *own* the publisher's data."""

    project: Project
    own: tuple[Source, ...]
    shared: tuple[Source, ...]
    shapes: tuple[Source, ...]

    @property
    def published(self) -> tuple[Source, ...]:
        """What is published: the data, and the ontology that it is written in."""
        return (*self.own, *self.shared)

    @property
    def texts(self) -> Iterator[bytes]:
        """The same, as N-Quads."""
        return (source.lines.encoded for source in self.published)

    @property
    def statements(self) -> int:
        """How many are the publisher's own."""
        return sum(len(source.lines) for source in self.own)

    @property
    def triples(self) -> Iterator[Triple]:
        """The same, whichever file says it."""
        return (quad.triple for source in self.published for quad in source.quads)

    @property
    def subjects(self) -> set[str]:
        """The IRIs that the publisher's data says something of."""
        return set().union(*(source.subjects for source in self.own))

    @property
    def parts(self) -> list[Part]:
        """The same, apart by file."""
        return [
            Part(source.name, source.lines, shared=shared, graph=source.graph)
            for sources, shared in ((self.own, False), (self.shared, True))
            for source in sources
        ]

    @property
    def shape_quads(self) -> list[Quad]:
        """What the data is checked against."""
        return [quad for source in self.shapes for quad in source.quads]


def read_everything(
    project: Project,
    paths: Sequence[Path] = (),
    *,
    kept: KeptSources | None = None,
    helpers: Helpers | None = None,
) -> Reading:
    """Read the data of *project*, the ontology and the shapes, with *helpers* where it is much.

    Files among *paths* that are not the project's are read beside its own; one of them takes the
    place of a file of the project that has the same name, as a draft does. What is *kept* of the
    project's is not read again.

    Raises:
        SourceError: a file cannot be read.
        SourcesError: several cannot.
    """
    base = project.dataset.base_iri
    folder = Folder(project.data, base, f"{base}graph/")
    drafts = [file for file in _files(paths) if not _inside(file, project.data)]
    own = _with_drafts(folder, drafts) if drafts else read_folder(folder, kept, helpers)
    return Reading(project, tuple(own), tuple(_ontology(project)), tuple(_shapes(project)))


def _with_drafts(folder: Folder, drafts: Iterable[Path]) -> list[Source]:
    names = {draft.name for draft in drafts}
    kept = named_files(folder) if folder.path.is_dir() else iter(())
    own = [(file, graph) for file, graph in kept if file.name not in names]
    new = [(draft, f"{folder.graphs}{draft.stem}") for draft in drafts]
    return read_files([*own, *new], base_iri=folder.base_iri)


def _files(paths: Iterable[Path]) -> list[Path]:
    """List the files that *paths* name, those in folders included.

    Raises:
        SourceError: a path is not there, or a folder has no data files.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            found = list(data_files(path))
            if not found:
                raise SourceError(path, "no data files here")
            files += found
        elif path.exists():
            files.append(path)
        else:
            raise SourceError(path, "no such file or folder")
    return files


def _inside(file: Path, folder: Path) -> bool:
    return file.resolve().is_relative_to(folder.resolve())


def _ontology(project: Project) -> list[Source]:
    if project.dataset.shapes == ():
        return []
    graphs = ontology_graphs(project.dataset.base_iri)
    return read_folder(Folder(shared_folder("ontology"), NAMESPACE, graphs))


def _shapes(project: Project) -> list[Source]:
    names = project.dataset.shapes
    folders = (
        [shared_folder("shapes")] if names is None else [project.folder / name for name in names]
    )
    return [
        source
        for folder in folders
        for source in read_folder(Folder(folder, NAMESPACE, f"{NAMESPACE}graph/shapes/"))
    ]


@dataclass(frozen=True, slots=True)
class Check:
    """What is asked of a check.

    With *paths*, only what is found in these files is given, and all that is said of *sources*, a
    folder of files to compare quotations with. *means* is what the check may use, *kept* what
    sources answered the last time.
    """

    paths: Sequence[Path] = ()
    sources: Path | None = None
    means: Means = field(default_factory=Means)
    kept: KeptSources | None = None


def check(reading: Reading, asked: Check | None = None) -> list[Finding]:
    """Check what was read by every rule, as *asked*.

    Raises:
        UnreadableError: the shapes are no SHACL, or *sources* is no folder.
    """
    asked = asked or Check()
    findings = list(_check_addresses(reading, asked.kept))
    if reading.shapes:
        base = reading.project.dataset.base_iri
        findings += check_headings(reading.own, base, asked.kept)
        shapes = [quad.triple for quad in reading.shape_quads]
        findings += check_parts(reading.parts, shapes, asked.means)
    located = list(_located(findings, reading, asked.kept))
    kept = _within(located, asked.paths) if asked.paths else located
    if asked.sources is not None:
        kept += _located(check_quotations(reading.triples, asked.sources), reading)
    return ordered(kept)


def _check_addresses(reading: Reading, kept: KeptSources | None) -> Iterator[Finding]:
    base = reading.project.dataset.base_iri
    if list(answers(SUSPICION, {suspicious(base).pattern}, reading.own, kept)):
        yield from check_addresses(reading.subjects, Addresses(base))


def _located(
    findings: Sequence[Finding], reading: Reading, kept: KeptSources | None = None
) -> Iterable[Finding]:
    """Say where each finding is, and which names were meant that nobody describes."""
    nodes = {finding.focus_node for finding in findings}
    sources = reading.published
    places = Places(sources, nodes.union(*map(names_of, findings)), kept)
    lost = {node for node in nodes if places.find(node) is None}
    mentions = find_mentions(sources, lost, kept)

    def described() -> set[str]:
        return {iri for source in sources for iri in source.subjects}

    own = {source.name for source in reading.own}
    for finding in with_nearest(findings, places.find, described):
        place = places.find(finding.focus_node) or mentions.get(finding.focus_node)
        if place is None or finding.file is not None:
            yield finding
        else:
            value = places.find(finding.value) if finding.value else None
            there = _written(value) if value and value[0] in own else None
            yield replace(finding, file=place[0], line=place[1], described=there)


def _written(place: Place) -> str:
    file, line = place
    return f"{file}:{line}" if line else file


def _within(findings: Iterable[Finding], paths: Sequence[Path]) -> list[Finding]:
    wanted = {file.resolve() for file in _files(paths)}
    return [
        finding
        for finding in findings
        if finding.file is None or Path(finding.file).resolve() in wanted
    ]
