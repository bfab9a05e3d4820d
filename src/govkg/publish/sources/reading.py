"""Read data files; what cannot be read is named with its file and line."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from govkg.errors import SourceError, SourcesError
from govkg.processes import Helpers, lent
from govkg.publish.sources.files import EXTENSIONS, Folder, named_files
from govkg.publish.sources.kept import KeptSources, Said
from govkg.publish.sources.parsing import Document, parsing
from govkg.publish.sources.seals import Seals
from govkg.publish.sources.subjects import Subjects
from govkg.validation.parts.lines import Lines


@dataclass(frozen=True, slots=True)
class Source:
    """One data file that was read: *name* is its path as people see it, *lines* are N-Quads.

    *subjects* are what these are about. *key* stands for its content and for all else on which the
    lines depend; *graph* is the one that all are in, empty where the file itself says in which.
    """

    name: str
    content: Callable[[], bytes] = field(repr=False)
    lines: Lines = field(repr=False)
    subjects: Subjects = field(repr=False)
    key: str = ""
    graph: str = ""

    @property
    def text(self) -> str:
        """The file as it was written."""
        return self.content().decode("utf-8-sig")

    @property
    def quads(self) -> Iterator[Quad]:
        """What it says, one by one."""
        return parse("\n".join(self.lines), format=RdfFormat.N_QUADS)


def read_folder(
    folder: Folder, kept: KeptSources | None = None, helpers: Helpers | None = None
) -> list[Source]:
    """Read every data file in a folder and below it, in order of their names.

    What is *kept* of them need not be read again; *helpers* read many.

    Raises:
        SourceError: a file is no RDF, two would be one graph, or there is none.
        SourcesError: several files are no RDF.
    """
    if not folder.path.is_dir():
        raise SourceError(folder.path, "no such folder")
    files = list(named_files(folder))
    if not files:
        raise SourceError(folder.path, f"no data files here ({EXTENSIONS})")
    graphs: dict[str, Path] = {}
    for file, graph in files:
        other = graphs.setdefault(graph, file)
        if other is not file:
            raise SourceError(file, f"its graph would be that of {other.name}; rename one of them")
    return read_files(files, base_iri=folder.base_iri, kept=kept, helpers=helpers)


def read_files(
    named: Iterable[tuple[Path, str]],
    *,
    base_iri: str,
    kept: KeptSources | None = None,
    helpers: Helpers | None = None,
) -> list[Source]:
    """Read files, each into the graph named with it, and find all that cannot be read.

    Raises:
        SourceError: one cannot be read as what its name says.
        SourcesError: several cannot.
    """
    documents: dict[Path, Document] = {}
    errors: dict[Path, SourceError] = {}
    found: list[Source] = []
    graphs = dict(named)
    seals = Seals(kept, base_iri) if kept else None
    for file, graph in graphs.items():
        with _noting(errors, file):
            documents[file] = Document.opened(file, graph, base_iri=base_iri, seals=seals)
    if seals:
        seals.keep()
    known = kept.knows if kept else _nothing
    fresh = [document for document in documents.values() if not known(document.key)]
    with lent(helpers) as others:
        said_by = parsing(fresh, others)
        for file, document in documents.items():
            with _noting(errors, file):
                found.append(_source(document, partial(said_by, document), kept))
    if errors:
        ordered = [errors[file] for file in graphs if file in errors]
        raise ordered[0] if len(ordered) == 1 else SourcesError(ordered)
    return found


@contextmanager
def _noting(errors: dict[Path, SourceError], file: Path) -> Iterator[None]:
    """Note what is wrong with *file*, and go on: whoever mends files wants to know all."""
    try:
        yield
    except SourceError as error:
        errors[file] = error


def _nothing(_: str) -> bool:
    return False


def _source(document: Document, parse: Callable[[], Said], kept: KeptSources | None) -> Source:
    said = kept.said(document.key, parse) if kept else parse()
    name = _shown(document.file)
    graph = document.own_graph
    return Source(name, document.content, said.lines, said.subjects, document.key, graph)


def _shown(file: Path) -> str:
    """Give the path from the current folder where *file* is below it, else as it is."""
    if file.is_symlink():
        real, current = file.resolve(), Path.cwd()
        return str(real.relative_to(current) if real.is_relative_to(current) else file)
    folder, name = os.path.split(file)
    return _shown_folder(folder, os.getcwd()) + name  # noqa: PTH109  # asked of thousands


@lru_cache(maxsize=64)
def _shown_folder(folder: str, current: str) -> str:
    """Do so of a folder once for all that are in it: each step of the way is looked up."""
    path = Path(folder)
    real = (current / path).resolve()
    shown = real.relative_to(current) if real.is_relative_to(current) else path
    return "" if shown == Path() else f"{shown}/".replace("//", "/")
