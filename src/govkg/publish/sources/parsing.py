"""What data files say, found by parsing them: many, in a process for each processor."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from govkg.errors import SourceError
from govkg.formats import JSON_LD, N_QUADS, SOURCE_EXTENSIONS, TRIG, GraphFormat
from govkg.processes import Helpers, batches, begun
from govkg.publish.sources.files import EXTENSIONS
from govkg.publish.sources.kept import Said, source_key
from govkg.publish.sources.seals import Seals, seal_of
from govkg.publish.sources.subjects import Subjects
from govkg.validation.parts.lines import Lines
from govkg.validation.syntax import explain, show_place

_ALONE: Final = 20_000_000
"""Bytes up to which other processes would take longer to start than to help."""
_BATCH: Final = 2_000_000
"""Bytes that one task parses."""


@dataclass(frozen=True, slots=True)
class Document:
    """A data file, and what else its lines depend on.

    *graph* is the one that all are in; N-Quads and TriG name their own. *key* stands for what it
    holds and for all of this. *held* is what it holds, unless it is known without having been read.
    """

    file: Path
    base_iri: str
    graph: str
    key: str
    held: bytes | None = field(repr=False)

    @classmethod
    def opened(
        cls, file: Path, graph: str, *, base_iri: str, seals: Seals | None = None
    ) -> "Document":
        """Open *file*, unless one of *seals* tells that nobody has written it since.

        Raises:
            SourceError: it is no data file by its name, or cannot be opened.
        """
        extension = _extension(file)
        if extension not in SOURCE_EXTENSIONS:
            raise SourceError(file, f"not a data file; these are read: {EXTENSIONS}")
        name = f"{extension} {graph}"
        with _opening(file):
            seal = seal_of(file) if seals else []
            known = seals.find(name, seal) if seals else None
            held = file.read_bytes() if known is None else None
        key = known or source_key(held or b"", (extension, base_iri, graph))
        if seals and not known:
            seals.note(name, seal, key)
        return cls(file, base_iri, graph, key, held)

    def content(self) -> bytes:
        """Give what it holds.

        Raises:
            SourceError: somebody has written it since it was opened.
        """
        if self.held is not None:
            return self.held
        with _opening(self.file):
            content = self.file.read_bytes()
        if source_key(content, (_extension(self.file), self.base_iri, self.graph)) != self.key:
            raise SourceError(self.file, "somebody wrote it meanwhile; begin again")
        return content

    @property
    def form(self) -> GraphFormat:
        """The format that its name says."""
        return SOURCE_EXTENSIONS[_extension(self.file)]

    @property
    def own_graph(self) -> str:
        """The graph that all of it is in; empty where the file itself says in which."""
        return "" if self.form in {N_QUADS, TRIG} else self.graph

    def said(self) -> Said:
        """Parse it.

        Raises:
            SourceError: it is not what its name says.
        """
        text = self._text(self.content())
        statements = sorted(dict.fromkeys(self._statements(text)))
        end = f" <{self.graph}> ." if self.own_graph else " ."
        return Said(Lines.ended(statements, end.encode()), Subjects.found(statements, text))

    def _statements(self, text: str) -> list[bytes]:
        """Give them as N-Quads, without what all lines end in."""
        form = self.form
        try:
            quads = parse(text, format=form.codec, base_iri=self.base_iri, rename_blank_nodes=True)
            if not self.own_graph:
                return _serialized(quads, RdfFormat.N_QUADS)
            # Named graphs that JSON-LD has are no graphs of the dataset.
            said = (quad.triple for quad in quads) if form is JSON_LD else quads
            return _serialized(said, RdfFormat.N_TRIPLES)
        except SyntaxError as error:
            shown = show_place(text, error.lineno, error.offset)
            reason = f"not {form.title}: {explain(error, text, form)}{shown}"
            raise SourceError(self.file, reason, line=error.lineno) from None
        except ValueError as error:
            raise SourceError(self.file, f"not {form.title}: {error}") from None

    def _text(self, content: bytes) -> str:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise SourceError(
                self.file, f"not UTF-8 ({error.reason}); save the file as UTF-8", line=line
            ) from None


@contextmanager
def _opening(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourceError(file, error.strerror or str(error)) from error


def _extension(file: Path) -> str:
    return file.suffix.removeprefix(".").lower()


def _serialized(statements: Iterable[Quad] | Iterable[Triple], form: RdfFormat) -> list[bytes]:
    # No literal has the end of a line in it as it is.
    return (serialize(statements, format=form) or b"").split(b" .\n")[:-1]


def parsing(documents: Sequence[Document], helpers: Helpers) -> Callable[[Document], Said]:
    """Give what parses a document, which *helpers* do ahead of those that are many *documents*."""
    if sum(map(_size, documents)) <= _ALONE:
        return Document.said
    ahead: dict[str, tuple[Callable[[], list[Said | None]], int]] = {}
    for batch in batches(documents, _size, _BATCH):
        results = begun(helpers.executor, parse_batch, batch)
        ahead |= {document.key: (results, place) for place, document in enumerate(batch)}

    def said(document: Document) -> Said:
        if document.key not in ahead:
            return document.said()
        results, place = ahead[document.key]
        return results()[place] or document.said()

    return said


def _size(document: Document) -> int:
    return len(document.held or b"")


def parse_batch(documents: Sequence[Document]) -> list[Said | None]:
    """Parse some; ``None`` stands for what is not what its name says."""
    found: list[Said | None] = []
    for document in documents:
        try:
            found.append(document.said())
        except SourceError:
            found.append(None)
    return found
