"""Triples about one thing at a time, written as they are read."""

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from govkg.graph.serialisation import write_statements
from govkg.vocabulary import RDF, XSD

Value = NamedNode | Literal


class Facts:
    """Collects triples; an empty text is no fact."""

    def __init__(self) -> None:
        """Begin with none."""
        self._triples: set[Triple] = set()

    def add(self, subject: str, predicate: str, *values: Value | str | int) -> None:
        """Say each of *values* of *subject*; a text stands for itself, a number is an integer."""
        for value in values:
            if value != "":
                self._triples.add(Triple(NamedNode(subject), NamedNode(predicate), _term(value)))

    def link(self, subject: str, predicate: str, *iris: str) -> None:
        """Say that *subject* points to each of *iris*."""
        self.add(subject, predicate, *(NamedNode(iri) for iri in iris))

    def type(self, subject: str, *classes: str) -> None:
        """Say what *subject* is."""
        self.link(subject, f"{RDF}type", *classes)

    def texts(self, subject: str, predicate: str, texts: Mapping[str, str]) -> None:
        """Say a text in several languages."""
        self.add(
            subject,
            predicate,
            *(Literal(text, language=tag) for tag, text in texts.items() if text),
        )

    def sorted(self) -> list[Triple]:
        """Give the triples in their order."""
        return sorted(self._triples, key=lambda triple: (_name(triple), str(triple)))

    def serialise(self, codec: RdfFormat) -> bytes:
        """Write the triples in an RDF format."""
        return write_statements(self.sorted(), codec)


def typed(value: object, datatype: str) -> Literal:
    """Make a literal of XML Schema's *datatype*.

    >>> str(typed(3, "decimal"))
    '"3"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return Literal(str(value), datatype=NamedNode(f"{XSD}{datatype}"))


def _term(value: Value | str | int) -> Value:
    if isinstance(value, int):
        return typed(value, "integer")
    return Literal(value) if isinstance(value, str) else value


def _name(triple: Triple) -> str:
    """Give what puts a thing before its parts: its IRI as it is, not as it is written."""
    return triple.subject.value if isinstance(triple.subject, NamedNode) else ""
