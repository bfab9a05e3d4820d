"""What quads say, for looking up while an index is built: only of the properties that it needs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

Term = NamedNode | Literal

Kept = Term | tuple[Term, ...]
"""The objects of one subject for one property; most have one, and it is kept bare."""


class Gathered:
    """The objects of some properties, each once, whatever graphs say them."""

    def __init__(self, quads: Iterable[Quad], wanted: Iterable[str], namespace: str) -> None:
        """Keep of *quads* those of the *wanted* properties, and all of a *namespace*."""
        self._objects: dict[str, dict[str, Kept]] = defaultdict(dict)
        kept = frozenset(wanted)
        self.subjects: dict[str, None] = {}
        # One object for each IRI, however often it is said: of these there are most.
        named: dict[str, NamedNode] = {}
        names: dict[str, str] = {}
        subject = ""
        for quad in quads:
            if not isinstance(quad.subject, NamedNode):
                continue
            if quad.subject.value != subject:
                subject = names.setdefault(quad.subject.value, quad.subject.value)
                self.subjects[subject] = None
            predicate, value = quad.predicate.value, quad.object
            if predicate not in kept and not predicate.startswith(namespace):
                continue
            if isinstance(value, NamedNode):
                value = named.setdefault(value.value, value)
            if isinstance(value, NamedNode | Literal):
                _keep(self._objects[predicate], subject, value)

    def properties(self, namespace: str) -> list[str]:
        """List the properties of *namespace* that occur."""
        return sorted(name for name in self._objects if name.startswith(namespace))

    def pairs(self, predicate: str) -> Iterator[tuple[str, Term]]:
        """Give each subject that has *predicate*, with each of its objects."""
        for subject, terms in self._objects.get(predicate, {}).items():
            for term in terms if isinstance(terms, tuple) else (terms,):
                yield subject, term

    def terms(self, subject: str, predicate: str) -> tuple[Term, ...]:
        """Give the objects that *subject* has for *predicate*."""
        terms = self._objects.get(predicate, {}).get(subject, ())
        return terms if isinstance(terms, tuple) else (terms,)

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Give the IRIs that *subject* has for *predicate*, in their order."""
        terms = self.terms(subject, predicate)
        return sorted(term.value for term in terms if isinstance(term, NamedNode))

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Give the texts of the literals that *subject* has for *predicate*, in their order."""
        terms = self.terms(subject, predicate)
        return sorted(term.value for term in terms if isinstance(term, Literal))

    def text(self, subject: str, predicate: str) -> str | None:
        """Give the first such text."""
        return next(iter(self.texts(subject, predicate)), None)


def _keep(objects: dict[str, Kept], subject: str, value: Term) -> None:
    """Put *value* beside the other objects of *subject*, unless it is among them."""
    before = objects.get(subject)
    if before is None:
        objects[subject] = value
    elif isinstance(before, tuple):
        if value not in before:
            objects[subject] = (*before, value)
    elif value != before:
        objects[subject] = (before, value)
