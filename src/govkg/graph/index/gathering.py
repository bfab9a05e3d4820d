"""What quads say, for looking up while an index is built: only of the properties that it needs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

Term = NamedNode | Literal

_NOTHING: Final[dict[str, dict[Term, None]]] = {}


class Gathered:
    """The objects of some properties, each once, whatever graphs say them."""

    def __init__(self, quads: Iterable[Quad], wanted: Iterable[str], namespace: str) -> None:
        """Keep of *quads* those of the *wanted* properties, and all of a *namespace*."""
        self._objects: dict[str, dict[str, dict[Term, None]]] = defaultdict(dict)
        kept = frozenset(wanted)
        self.subjects: dict[str, None] = {}
        for quad in quads:
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            if not isinstance(subject, NamedNode):
                continue
            self.subjects[subject.value] = None
            known = predicate in kept or predicate.startswith(namespace)
            if known and isinstance(value, NamedNode | Literal):
                self._objects[predicate].setdefault(subject.value, {})[value] = None

    def properties(self, namespace: str) -> list[str]:
        """List the properties of *namespace* that occur."""
        return sorted(name for name in self._objects if name.startswith(namespace))

    def pairs(self, predicate: str) -> Iterator[tuple[str, Term]]:
        """Give each subject that has *predicate*, with each of its objects."""
        for subject, terms in self._objects.get(predicate, {}).items():
            for term in terms:
                yield subject, term

    def terms(self, subject: str, predicate: str) -> list[Term]:
        """Give all that *subject* has for *predicate*."""
        return list(self._objects.get(predicate, _NOTHING).get(subject, ()))

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Give the IRIs that *subject* has for *predicate*, in their order."""
        terms = self._objects.get(predicate, _NOTHING).get(subject)
        return sorted(term.value for term in terms if isinstance(term, NamedNode)) if terms else []

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Give the texts of the literals that *subject* has for *predicate*, in their order."""
        terms = self._objects.get(predicate, _NOTHING).get(subject)
        return sorted(term.value for term in terms if isinstance(term, Literal)) if terms else []

    def text(self, subject: str, predicate: str) -> str | None:
        """Give the first such text."""
        return next(iter(self.texts(subject, predicate)), None)
