"""What a document says: an entity, its fragments, the labels of what these point to."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, Triple

from govkg.graph.columns.documents import Document
from govkg.graph.columns.statements import Statements, quads_of, triples_of
from govkg.graph.labelling import Labelling
from govkg.graph.serialisation import (
    JOINED,
    Passage,
    join_passages,
    write_name,
    write_passage,
    write_statements,
)

INCOMING_LIMIT: Final = 50
_REMEMBERED: Final = 16_384
"""Passages that name an IRI and are remembered, of some 500 bytes each."""


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


@dataclass(frozen=True, slots=True)
class Account:
    """The same as it is written: *lines* of N-Triples, and the numbers of what they speak of."""

    iri: str
    lines: list[bytes]
    named: list[int]
    incoming: tuple[Link, ...]
    more_incoming: bool


class Describer:
    """Answers documents from an open store, and its statements by subject."""

    def __init__(self, store: Store, statements: Statements) -> None:
        """Read from *store* and *statements*; the caller closes the former."""
        self._store = store
        self._statements = statements
        self._labelling = Labelling(statements)
        # Documents speak of the same properties, pillars and units again and again.
        self._name = lru_cache(maxsize=_REMEMBERED)(self._write_name)

    def describe(self, document: Document) -> Description:
        """Say all that is said of a *document*."""
        incoming, more = self._incoming(document)
        return Description(
            iri=document.iri,
            resources=document.resources,
            triples=tuple(triples_of(self._statements.read(document.numbers).lines)),
            incoming=incoming,
            more_incoming=more,
        )

    def account(self, document: Document) -> Account:
        """Give an account of a *document*, to be written."""
        incoming, more = self._incoming(document)
        lines, named = self._statements.read(document.numbers)
        named.difference_update(document.numbers)
        return Account(document.iri, lines, sorted(named), incoming, more)

    def write(self, account: Account, facts: Iterable[bytes], codec: RdfFormat) -> bytes:
        """Write an *account*, behind it *facts* (lines as well), and the names of all it speaks of.

        In TriG, statements stand in their named graphs: one for each source.
        """
        if codec in JOINED:
            return self._join([*account.lines, *facts], account.named, codec)
        about = [
            *facts,
            *(self._name(number, RdfFormat.N_TRIPLES).text for number in account.named),
        ]
        if codec == RdfFormat.TRIG:
            return write_statements([*self._graphs(account), *quads_of(about)], codec)
        return write_statements([*quads_of([*account.lines, *about])], codec)

    def _join(self, lines: list[bytes], named: list[int], codec: RdfFormat) -> bytes:
        """Write *lines*, and put the passages behind them that are the same in many documents."""
        # The name of what the last line is about goes on about it: no passage of its own.
        last = self._statements.terms.find(lines[-1].split(b" ", 1)[0])
        end = bisect_right(named, last) if last in named else 0
        lines += [self._name(number, RdfFormat.N_TRIPLES).text for number in named[:end]]
        names = [self._name(number, codec) for number in named[end:]]
        return join_passages([write_passage(lines, codec), *names])

    def _write_name(self, number: int, codec: RdfFormat) -> Passage:
        return write_name(self._labelling.labels(number), codec)

    def _graphs(self, account: Account) -> list[Quad]:
        """Give the same statements in the named graphs that they stand in."""
        subjects = dict.fromkeys(quad.subject for quad in quads_of(account.lines))
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
