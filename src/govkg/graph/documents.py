"""What a document says: an entity, its fragments, the labels of what these point to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from govkg.graph.columns.statements import Statements
from govkg.graph.index import Document, Index, Label
from govkg.vocabulary import RDFS

INCOMING_LIMIT: Final = 50
_REMEMBERED: Final = 4096
"""IRIs whose names are remembered."""
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
    """Answers documents from an open store, its index, and its statements by subject."""

    def __init__(self, store: Store, index: Index, statements: Statements) -> None:
        """Read from *store*, *index* and *statements*; the caller closes the former two."""
        self._store = store
        self._index = index
        self._statements = statements
        # Documents speak of the same properties, pillars and units again and again.
        self._known: dict[str, tuple[Triple, ...]] = {}

    def describe(self, document: Document) -> Description:
        """Say all that is said of a *document* of the index."""
        incoming, more = self._incoming(document)
        return Description(
            iri=document.iri,
            resources=document.resources,
            triples=tuple(self._statements.about(document.resources)),
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
