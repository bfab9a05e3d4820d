"""What one release says that another does not, by entity."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from govkg.formats import N_QUADS, N_TRIPLES, GraphFormat
from govkg.release.history.dump import Dump, Sign, document_of_line
from govkg.release.history.versions import Kind
from govkg.release.layout import Layout
from govkg.release.manifest import read_settings


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What became of a *document*; ``None`` stands for blank nodes, which have none."""

    document: str | None
    kind: Kind
    statements: tuple[tuple[Sign, Triple], ...]


def compare_entities(older: Layout, newer: Layout) -> list[EntityChange]:
    """Compare the merges of two releases, in order of IRI."""
    found: dict[str | None, list[tuple[Sign, Triple]]] = defaultdict(list)
    with _dumps(older, newer) as (before, after):
        for sign, line in before.difference(after):
            found[document_of_line(line)].append((sign, _read(line)))
        return [
            EntityChange(document, _kind(document, before, after), tuple(found[document]))
            for document in sorted(found, key=lambda name: name or "")
        ]


def compare_quads(older: Layout, newer: Layout) -> Iterator[tuple[Sign, str]]:
    """Give the N-Quads lines that only one of two releases has, in their order."""
    with _dumps(older, newer, N_QUADS) as (before, after):
        for sign, line in before.difference(after):
            yield sign, line.decode()


def compare_surroundings(older: Layout, newer: Layout) -> list[str]:
    """Name what else differs: settings, shapes, queries."""
    before, after = read_settings(older.manifest), read_settings(newer.manifest)
    found = [
        f"setting {name}"
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]
    if older.shapes.read_bytes() != newer.shapes.read_bytes():
        found.append("shapes")
    texts = [_texts(layout.queries) for layout in (older, newer)]
    names = sorted(texts[0].keys() | texts[1].keys())
    return found + [f"query {name}" for name in names if texts[0].get(name) != texts[1].get(name)]


@contextmanager
def _dumps(
    older: Layout, newer: Layout, form: GraphFormat = N_TRIPLES
) -> Iterator[tuple[Dump, Dump]]:
    with ExitStack() as stack:
        yield stack.enter_context(Dump(older, form)), stack.enter_context(Dump(newer, form))


def _read(line: bytes) -> Triple:
    triple: Triple = next(parse(line, format=RdfFormat.N_TRIPLES)).triple
    return triple


def _kind(document: str | None, before: Dump, after: Dump) -> Kind:
    if document is None or (before.holds(document) and after.holds(document)):
        return Kind.CHANGED
    return Kind.CREATED if after.holds(document) else Kind.WITHDRAWN


def _texts(folder: Path) -> dict[str, str]:
    return {file.stem: file.read_text(encoding="utf-8") for file in folder.glob("*.rq")}
