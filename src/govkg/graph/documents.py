"""What a document says: an entity, its fragments, the labels of what these point to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from govkg.graph.index import Document, Index, Label
from govkg.vocabulary import RDFS

INCOMING_LIMIT: Final = 50
_REMEMBERED: Final = 4096
"""IRIs whose names are remembered."""
_NAMED: Final = (NamedNode, Literal)
_LABEL: Final = NamedNode(f"{RDFS}label")


@dataclass(frozen=True, slots=True)
class Link:
    """One triple that points at an entity from elsewhere."""

    subject: str
    predicate: str


@dataclass(frozen=True, slots=True)
class Description:
    """All that the release says of one document's resources."""

    iri: str
    resources: tuple[str, ...]
    triples: tuple[Triple, ...]
    incoming: tuple[Link, ...]
    more_incoming: bool


class Describer:
    """Answers documents from an open store and its index."""

    def __init__(self, store: Store, index: Index) -> None:
        """Read from *store* and *index*; the caller closes them."""
        self._store = store
        self._index = index
        # Documents speak of the same properties, pillars and units again and again.
        self._known: dict[str, tuple[Triple, ...]] = {}

    def describe(self, document: Document) -> Description:
        """Say all that is said of a *document* of the index."""
        triples = sorted((quad.triple for quad in self._about(document.resources)), key=str)
        incoming, more = self._incoming(document)
        return Description(
            iri=document.iri,
            resources=document.resources,
            triples=tuple(triples),
            incoming=incoming,
            more_incoming=more,
        )

    def labels(self, description: Description) -> list[Triple]:
        """Give the names of all that a document speaks of, in order of IRI."""
        named = {
            term.value
            for triple in description.triples
            for term in (triple.predicate, triple.object)
            if isinstance(term, NamedNode)
        }.difference(description.resources)
        known = self._known
        unknown = {iri for iri in named if iri not in known}
        if len(known) + len(unknown) > _REMEMBERED:
            known = self._known = {}
            unknown = named
        found = self._index.labels(unknown) if unknown else {}
        known |= {iri: _as_triples(iri, found.get(iri, ())) for iri in unknown}
        return [triple for iri in sorted(named) for triple in known[iri]]

    def graphs(self, description: Description) -> list[Quad]:
        """Give the same statements in the named graphs that they stand in: one for each source."""
        subjects = dict.fromkeys(triple.subject for triple in description.triples)
        found = (
            quad
            for subject in subjects
            for quad in self._store.quads_for_pattern(subject, None, None, None)
            if not isinstance(quad.graph_name, DefaultGraph)
        )
        return sorted(found, key=str)

    def _about(self, subjects: Iterable[str]) -> list[Quad]:
        """Give the quads about *subjects*, and about the blank nodes they own, each once."""
        found: list[Quad] = []
        seen: set[object] = set()
        queue: list[object] = [NamedNode(name) for name in subjects]
        while queue:
            node = queue.pop()
            if node in seen:
                continue
            seen.add(node)
            for quad in self._store.quads_for_pattern(node, None, None, DefaultGraph()):  # type: ignore[arg-type]  # a subject
                found.append(quad)
                target = quad.object
                if not isinstance(target, _NAMED):
                    queue.append(target)
        return found

    def _incoming(self, document: Document) -> tuple[tuple[Link, ...], bool]:
        links: list[Link] = []
        target = NamedNode(document.iri)
        for quad in self._store.quads_for_pattern(None, None, target, DefaultGraph()):
            subject = quad.subject
            if isinstance(subject, NamedNode) and subject.value not in document.resources:
                if len(links) == INCOMING_LIMIT:
                    return tuple(links), True
                links.append(Link(subject.value, quad.predicate.value))
        return tuple(sorted(links, key=lambda link: (link.predicate, link.subject))), False


def _as_triples(iri: str, labels: Iterable[Label]) -> tuple[Triple, ...]:
    subject = NamedNode(iri)
    return tuple(
        Triple(subject, _LABEL, Literal(label.text, language=label.language or None))
        for label in labels
    )
