"""Read data files; what cannot be read is named with its file and line."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

import govkg
from govkg.errors import SourceError, SourcesError
from govkg.formats import N_QUADS, SOURCE_EXTENSIONS, TRIG, GraphFormat
from govkg.iris import to_uri
from govkg.publish.kept_sources import KeptSources, Said, source_key
from govkg.publish.subjects import Subjects
from govkg.validation.parts.lines import Lines
from govkg.validation.syntax import explain, show_place

_REMOTE_CONTEXT: Final = (
    "its “@context” is on another server, which is not asked; write the context into the file"
)
_PASSED_OVER: Final = ("readme", "licen")

_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """Where data files are, the base of their relative IRIs, and how their graphs' names begin."""

    path: Path
    base_iri: str
    graphs: str


@dataclass(frozen=True, slots=True)
class Source:
    """One data file that was read: *name* is its path as people see it, *lines* are N-Quads.

    *subjects* are what these are about. *key* stands for its content and for all else on which the
    lines depend; *graph* is the one that
    all are in, empty where the file itself says in which.
    """

    name: str
    content: bytes = field(repr=False)
    lines: Lines = field(repr=False)
    subjects: Subjects = field(repr=False)
    key: str = ""
    graph: str = ""

    @property
    def text(self) -> str:
        """The file as it was written."""
        return self.content.decode("utf-8-sig")

    @property
    def quads(self) -> Iterator[Quad]:
        """What it says, one by one."""
        return parse("\n".join(self.lines), format=RdfFormat.N_QUADS)


def shared_folder(name: str) -> Path:
    """Find ``ontology`` or ``shapes``: inside an installed wheel, else in the checkout."""
    package = Path(govkg.__file__).parent
    bundled = package / "bundled" / name
    return bundled if bundled.is_dir() else package.parents[1] / name


def ontology_graphs(base_iri: str) -> str:
    """Give what the names of the ontology's graphs begin with."""
    return f"{base_iri}graph/ontology/"


def read_folder(folder: Folder, kept: KeptSources | None = None) -> list[Source]:
    """Read every data file in a folder and below it, in order of their names.

    What is *kept* of them need not be read again.

    Raises:
        SourceError: a file is no RDF, two would be one graph, or there is none.
        SourcesError: several files are no RDF.
    """
    if not folder.path.is_dir():
        raise SourceError(folder.path, "no such folder")
    files = list(data_files(folder.path))
    if not files:
        known = ", ".join(f".{extension}" for extension in SOURCE_EXTENSIONS)
        raise SourceError(folder.path, f"no data files here ({known})")
    graphs: dict[str, Path] = {}
    for file in files:
        other = graphs.setdefault(graph_iri(folder, file), file)
        if other is not file:
            raise SourceError(file, f"its graph would be that of {other.name}; rename one of them")
    named = [(file, graph) for graph, file in graphs.items()]
    return read_files(named, base_iri=folder.base_iri, kept=kept)


def read_files(
    named: Iterable[tuple[Path, str]], *, base_iri: str, kept: KeptSources | None = None
) -> list[Source]:
    """Read files, each into the graph named with it, and find all that cannot be read.

    Raises:
        SourceError: one cannot be read as what its name says.
        SourcesError: several cannot.
    """
    found: list[Source] = []
    errors: list[SourceError] = []
    for file, graph in named:
        try:
            found.append(read_file(file, graph, base_iri=base_iri, kept=kept))
        except SourceError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else SourcesError(errors)
    return found


def data_files(folder: Path) -> Iterator[Path]:
    """List the data files below *folder*; hidden files, READMEs and licences are none.

    Raises:
        SourceError: a link leads nowhere, or to a folder.
    """
    for parts, entry in sorted(_visible(str(folder), ()), key=itemgetter(0)):
        file = folder.joinpath(*parts)
        if entry.is_symlink() and not entry.is_file():
            raise SourceError(
                file, "a link that leads to no file; links to folders are not followed"
            )
        if entry.is_file() and not entry.name.lower().startswith(_PASSED_OVER):
            yield file


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


def graph_iri(folder: Folder, file: Path) -> str:
    """Name the graph of *file* by its path without the extension."""
    stem = file.relative_to(folder.path).with_suffix("").as_posix()
    return folder.graphs + to_uri(stem).replace("?", "%3F").replace("#", "%23")


def read_file(file: Path, graph: str, *, base_iri: str, kept: KeptSources | None = None) -> Source:
    """Read one data file into the graph named *graph*; N-Quads and TriG keep their own names.

    Raises:
        SourceError: it cannot be read as what its name says.
    """
    form = SOURCE_EXTENSIONS.get(file.suffix.removeprefix(".").lower())
    if form is None:
        known = ", ".join(f".{extension}" for extension in SOURCE_EXTENSIONS)
        raise SourceError(file, f"not a data file; these are read: {known}")
    content = _read_content(file)

    def read() -> Said:
        name = NamedNode(graph) if is_one_graph else None
        text = _decoded(file, content)
        lines = _read_lines(file, text, _Manner(form, base_iri, name))
        return Said(lines, Subjects.found(lines, text))

    is_one_graph = form not in {N_QUADS, TRIG}
    key = source_key(content, (form.extension, base_iri, graph))
    said = kept.said(key, read) if kept else read()
    own = graph if is_one_graph else ""
    return Source(_shown(file), content, said.lines, said.subjects, key, own)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a text is read: its format, its base, and the *graph* of what names none itself."""

    form: GraphFormat
    base_iri: str
    graph: NamedNode | None


def _read_lines(file: Path, text: str, manner: _Manner) -> Lines:
    form = manner.form
    try:
        parsed = parse(text, format=form.codec, base_iri=manner.base_iri, rename_blank_nodes=True)
        return Lines(_lines(parsed, manner.graph))
    except SyntaxError as error:
        reason = f"not {form.title}: {explain(error)}{show_place(text, error.lineno, error.offset)}"
        raise SourceError(file, reason, line=error.lineno) from None
    except ValueError as error:
        remote = "LoadDocumentCallback" in str(error)
        reason = _REMOTE_CONTEXT if remote else f"not {form.title}: {error}"
        raise SourceError(file, reason) from None


def _read_content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(file, error.strerror or str(error)) from error


def _decoded(file: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            file, f"not UTF-8 ({error.reason}); save the file as UTF-8", line=line
        ) from None


def _lines(quads: Iterable[Quad], graph: NamedNode | None) -> list[str]:
    """Write *quads*; those of the default graph into *graph*, if there is one."""
    end = f" {graph} ." if graph else " ."
    return [
        f"{quad.triple}{end}" if isinstance(quad.graph_name, DefaultGraph) else f"{quad} ."
        for quad in quads
    ]


def _shown(file: Path) -> str:
    """Give the path from the current folder where *file* is below it, else as it is."""
    if file.is_symlink():
        real, current = file.resolve(), Path.cwd()
        return str(real.relative_to(current) if real.is_relative_to(current) else file)
    return str(_shown_folder(file.parent, Path.cwd()) / file.name)


@lru_cache(maxsize=64)
def _shown_folder(folder: Path, current: Path) -> Path:
    """Do so of a folder once for all that are in it: each step of the way is looked up."""
    real = (current / folder).resolve()
    return real.relative_to(current) if real.is_relative_to(current) else folder
