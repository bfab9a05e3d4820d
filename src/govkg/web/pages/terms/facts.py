"""A document's triples by subject and property."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Triple

from govkg.graph.documents import Description


class Facts:
    """What a description says, for looking up."""

    def __init__(self, description: Description) -> None:
        """Take the triples of *description*."""
        self._objects: dict[tuple[str, str], list[object]] = defaultdict(list)
        for triple in description.triples:
            if isinstance(triple.subject, NamedNode):
                self._objects[triple.subject.value, triple.predicate.value].append(triple.object)

    def iris(self, subject: str, *predicates: str) -> list[str]:
        """Give the IRIs that *subject* has for any of *predicates*."""
        return [
            term.value
            for predicate in predicates
            for term in self._objects.get((subject, predicate), ())
            if isinstance(term, NamedNode)
        ]

    def iri(self, subject: str, predicate: str) -> str | None:
        """Give the first such IRI."""
        return next(iter(self.iris(subject, predicate)), None)

    def texts(self, subject: str, predicate: str) -> list[Literal]:
        """Give the literals that *subject* has for *predicate*."""
        terms = self._objects.get((subject, predicate), ())
        return [term for term in terms if isinstance(term, Literal)]

    def text(self, subject: str, predicate: str) -> str | None:
        """Give the first such literal's text."""
        return next((literal.value for literal in self.texts(subject, predicate)), None)


def by_subject(triples: Iterable[Triple]) -> dict[object, list[Triple]]:
    """Group *triples* by what they speak of, in their own order."""
    grouped: dict[object, list[Triple]] = defaultdict(list)
    for triple in triples:
        grouped[triple.subject].append(triple)
    return dict(grouped)
