"""``govkg diff``: what changed between two releases, in words for people, or as RDF Patch."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from govkg.graph.index import Index
from govkg.iris import document_of
from govkg.release.comparison import (
    EntityChange,
    compare_entities,
    compare_quads,
    compare_surroundings,
)
from govkg.release.history.dump import Sign
from govkg.release.history.versions import Kind
from govkg.release.layout import Layout
from govkg.release.manifest import read_manifest
from govkg.release.presentation import read_presentation
from govkg.vocabulary import curie

FORMATS: Final = ("words", "patch")
_SIGNS: Final = {Sign.ADDED: "+", Sign.REMOVED: "-"}
_LANGUAGE_NEUTRAL: Final = ""


def write_patch(older: Layout, newer: Layout) -> Iterator[str]:
    """Give the lines of an RDF Patch that makes the *newer* release of the *older* one."""
    base = read_manifest(newer.manifest).dataset.base_iri
    yield f"H id <{base}releases/{newer.folder.name}/> ."
    yield f"H prev <{base}releases/{older.folder.name}/> ."
    yield "TX ."
    for sign, line in compare_quads(older, newer):
        yield f"{sign} {line}"
    yield "TC ."


def write_words(older: Layout, newer: Layout) -> Iterator[str]:
    """Give the lines that tell a curator what changed, entity by entity."""
    changes = compare_entities(older, newer)
    names = _Names(older, newer, changes)
    yield _headline(older, newer, changes)
    if others := compare_surroundings(older, newer):
        yield f"also changed: {', '.join(others)}"
    if not changes and any(True for _ in compare_quads(older, newer)):
        yield "statements moved from one file to another; no entity says anything else"
    for change in changes:
        yield ""
        yield f"{change.kind}: {names.of(change.document) if change.document else 'blank nodes'}"
        if change.document:
            yield f"  <{change.document}>"
        if change.kind is not Kind.WITHDRAWN:
            yield from (names.statement(*item) for item in _by_subject(change.statements))


def _headline(older: Layout, newer: Layout, changes: Sequence[EntityChange]) -> str:
    kinds = Counter(change.kind for change in changes)
    signs = Counter(sign for change in changes for sign, _ in change.statements)
    counts = [*(f"{kinds[kind]:,} {kind}" for kind in Kind)]
    return (
        f"{older.folder.name} to {newer.folder.name}: {', '.join(counts)}; statements: "
        f"{signs[Sign.ADDED]:,} added, {signs[Sign.REMOVED]:,} removed"
    )


def _by_subject(
    statements: Iterable[tuple[Sign, Triple]],
) -> list[tuple[Sign, Triple]]:
    """Put what was said before and after of one property beside each other."""
    return sorted(
        statements,
        key=lambda item: (str(item[1].subject), item[1].predicate.value, -ord(item[0])),
    )


class _Names:
    """What both releases call things, the newer one first."""

    def __init__(self, older: Layout, newer: Layout, changes: Iterable[EntityChange]) -> None:
        iris = {
            term.value
            for change in changes
            for _, triple in change.statements
            for term in (triple.subject, triple.predicate, triple.object)
            if isinstance(term, NamedNode)
        } | {change.document for change in changes if change.document}
        self._languages = read_manifest(newer.manifest).dataset.languages
        self._labels: dict[str, str] = {}
        for layout in (older, newer):
            index = Index(layout.index)
            for iri, labels in index.labels(iris).items():
                self._labels[iri] = self._best({item.language: item.text for item in labels})
            index.close()
            for iri, shown in read_presentation(layout.presentation).properties.items():
                self._labels[iri] = self._best(shown.names)

    def of(self, iri: str) -> str:
        """Name a resource by its label, else by its IRI, short where a prefix is known."""
        return self._labels.get(iri) or curie(iri) or f"<{iri}>"

    def statement(self, sign: Sign, triple: Triple) -> str:
        """Say a statement: its sign, which part of the entity it is about, property and value."""
        predicate = self.of(triple.predicate.value)
        return f"  {_SIGNS[sign]} {self._part(triple)}{predicate}: {self._value(triple.object)}"

    def _part(self, triple: Triple) -> str:
        subject = triple.subject
        if not isinstance(subject, NamedNode):
            return f"{subject}: "
        fragment = subject.value.removeprefix(document_of(subject.value))
        if not fragment:
            return ""
        return f"{self._labels.get(subject.value) or fragment}: "

    def _value(self, term: object) -> str:
        if isinstance(term, NamedNode):
            return self.of(term.value)
        if isinstance(term, Literal):
            return f"“{term.value}”@{term.language}" if term.language else term.value
        return str(term)

    def _best(self, texts: dict[str, str]) -> str:
        chain = [*self._languages, _LANGUAGE_NEUTRAL, *texts]
        return next(texts[language] for language in chain if language in texts)
