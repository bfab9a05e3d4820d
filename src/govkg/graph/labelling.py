"""How documents name what they speak of: with the labels that the index has, found in the columns.

A document needs one name or two that no other needed before it, and has their numbers at hand.
"""

from typing import Final

from pyoxigraph import Literal, NamedNode, Triple

from govkg.graph.columns.statements import Statements
from govkg.graph.index import LABEL_PROPERTIES
from govkg.graph.index.gathering import bare
from govkg.graph.index.labels import labels_of
from govkg.vocabulary import RDFS

_LABEL: Final = NamedNode(f"{RDFS}label")


class Labelling:
    """Reads the labels of IRIs by their numbers."""

    def __init__(self, statements: Statements) -> None:
        """Read from *statements*."""
        self._statements = statements
        found = {name: statements.find(name) for name in LABEL_PROPERTIES}
        self._names = {number: name for name, number in found.items() if number is not None}

    def labels(self, number: int) -> list[Triple]:
        """Say how an IRI is called, nothing where it has no label."""
        terms = self._statements.terms
        iri = terms[number][1:-1].decode()
        objects: dict[str, tuple[str, ...]] = {}
        said = iter(self._statements.of(number))
        for predicate, thing in zip(said, said, strict=True):
            name = self._names.get(predicate)
            if name is not None:
                objects[name] = (*objects.get(name, ()), bare(terms[thing].decode()))
        subject = NamedNode(iri)
        return [
            Triple(subject, _LABEL, Literal(text, language=language or None))
            for language, text in labels_of(objects)
        ]
