"""A document's triples by subject and property."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from govkg.graph.documents import Description
from govkg.graph.index import LABEL_PROPERTIES, Label

Term = NamedNode | BlankNode | Literal | Triple
Said = Mapping[str, Sequence[Term]]
"""What is said of one subject: by property, in the order of the triples."""

_NOTHING: Said = {}


class Facts:
    """What a description says, for looking up: its triples are gone through once."""

    def __init__(self, description: Description) -> None:
        """Take the triples of *description*."""
        self._subjects: dict[str, Term] = {}
        self._said: dict[str, dict[str, list[Term]]] = {}
        for triple in description.triples:
            subject = triple.subject
            name = subject.value if isinstance(subject, NamedNode) else str(subject)
            if name not in self._said:
                self._subjects[name], self._said[name] = subject, defaultdict(list)
            self._said[name][triple.predicate.value].append(triple.object)

    def by_subject(self) -> Iterator[tuple[Term, Said]]:
        """Give each subject with what is said of it, in the order of the triples."""
        return zip(self._subjects.values(), self._said.values(), strict=True)

    def labels(self, subject: str) -> list[Label]:
        """Give the labels of *subject* as the index has them: one in each language."""
        found: dict[str, str] = {}
        for predicate in LABEL_PROPERTIES:
            texts = ((text.value, text.language or "") for text in self.texts(subject, predicate))
            for text, language in sorted(texts):
                found.setdefault(language, text)
        return [Label(text, language) for language, text in found.items()]

    def pointed_to(self) -> set[str]:
        """List the IRIs among the properties and their values."""
        values = (
            term.value
            for said in self._said.values()
            for terms in said.values()
            for term in terms
            if isinstance(term, NamedNode)
        )
        return set(values).union(*self._said.values())

    def iris(self, subject: str, *predicates: str) -> list[str]:
        """Give the IRIs that *subject* has for any of *predicates*."""
        said = self._said.get(subject, _NOTHING)
        return [
            term.value
            for predicate in predicates
            if predicate in said
            for term in said[predicate]
            if isinstance(term, NamedNode)
        ]

    def iri(self, subject: str, predicate: str) -> str | None:
        """Give the first such IRI."""
        return next(iter(self.iris(subject, predicate)), None)

    def texts(self, subject: str, predicate: str) -> list[Literal]:
        """Give the literals that *subject* has for *predicate*."""
        terms = self._said.get(subject, _NOTHING).get(predicate, ())
        return [term for term in terms if isinstance(term, Literal)]

    def text(self, subject: str, predicate: str) -> str | None:
        """Give the first such literal's text."""
        for term in self._said.get(subject, _NOTHING).get(predicate, ()):
            if isinstance(term, Literal):
                return term.value
        return None
