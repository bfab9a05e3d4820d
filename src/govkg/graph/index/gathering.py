"""What triples say, for looking up while an index is made: only of the properties that it needs.

Terms are kept as N-Triples writes them; most are never looked into.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, RdfFormat, parse

Kept = str | tuple[str, ...]
"""The objects of one subject for one property; most have one, and it is kept bare."""

_LITERAL: Final = re.compile(r'"([^\\]*)"(?:@([A-Za-z0-9-]+)|\^\^<.*>)?', re.DOTALL)


class Gathered:
    """The objects of some properties, each once, whatever graphs say them."""

    def __init__(self, lines: Iterable[str], wanted: Iterable[str], namespace: str) -> None:
        """Keep of N-Triples *lines* those of the *wanted* properties, and all of a *namespace*."""
        self._objects: dict[str, dict[str, Kept]] = defaultdict(dict)
        self.subjects: dict[str, None] = {}
        kept: dict[str, dict[str, Kept] | None] = {
            f"<{name}>": self._objects[name] for name in wanted
        }
        beginning = f"<{namespace}"
        # One object for each IRI, however often it is said: of these there are most.
        named: dict[str, str] = {}
        subject = last = ""
        for line in lines:
            written, predicate, rest = line.split(" ", 2)
            if written != last:
                last = written
                if written[0] != "<":
                    continue
                subject = named.setdefault(written, written)[1:-1]
                self.subjects[subject] = None
            elif written[0] != "<":
                continue
            if predicate not in kept:
                known = predicate.startswith(beginning)
                kept[predicate] = self._objects[predicate[1:-1]] if known else None
            objects = kept[predicate]
            if objects is not None and rest[0] != "_":
                value = rest[:-2]
                _keep(objects, subject, named.setdefault(value, value) if is_iri(value) else value)

    def properties(self, namespace: str) -> list[str]:
        """List the properties of *namespace* that occur."""
        return sorted(
            name
            for name, objects in self._objects.items()
            if objects and name.startswith(namespace)
        )

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give each subject that has *predicate*, with each of its objects."""
        for subject, terms in self._objects.get(predicate, {}).items():
            for term in (terms,) if isinstance(terms, str) else terms:
                yield subject, term

    def links(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Give each subject that has *predicate*, with each IRI that it has for it."""
        return ((one, term[1:-1]) for one, term in self.pairs(predicate) if is_iri(term))

    def terms(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Give the objects that *subject* has for *predicate*."""
        terms = self._objects.get(predicate, {}).get(subject, ())
        return (terms,) if isinstance(terms, str) else terms

    def first_terms(self, subject: str, predicates: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Give for each of *predicates* that *subject* has its objects."""
        for predicate in predicates:
            terms = self._objects[predicate].get(subject)
            if terms is not None:
                yield (terms,) if isinstance(terms, str) else terms

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Give the IRIs that *subject* has for *predicate*, in their order."""
        terms = self._objects[predicate].get(subject, "")
        if isinstance(terms, str):
            return [terms[1:-1]] if terms.startswith("<") else []
        return sorted(term[1:-1] for term in terms if is_iri(term))

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Give the texts of the literals that *subject* has for *predicate*, in their order."""
        terms = self._objects[predicate].get(subject, "")
        if isinstance(terms, str):
            return [value_of(terms)] if terms.startswith('"') else []
        return sorted(value_of(term) for term in terms if not is_iri(term))

    def text(self, subject: str, predicate: str) -> str | None:
        """Give the first such text."""
        return next(iter(self.texts(subject, predicate)), None)


def is_iri(term: str) -> bool:
    """Say whether a *term* is an IRI."""
    return term[0] == "<"


def value_of(term: str) -> str:
    r"""Give the IRI, or the text of the literal, that a *term* is.

    >>> value_of('<http://e/a>'), value_of('"say \\"a\\""@en')
    ('http://e/a', 'say "a"')
    """
    return term[1:-1] if is_iri(term) else literal_of(term)[0]


def literal_of(term: str) -> tuple[str, str]:
    """Give the text of a literal, and its language tag (empty where it has none).

    >>> literal_of('"pipes"@en'), literal_of('"1"^^<http://e/t>')
    (('pipes', 'en'), ('1', ''))
    """
    match = _LITERAL.fullmatch(term)
    if match:
        return match[1], match[2] or ""
    # With escapes in it: few are, and the parser knows them all.
    (quad,) = parse(f"<urn:s> <urn:p> {term} .", format=RdfFormat.N_TRIPLES)
    if not isinstance(quad.object, Literal):
        raise TypeError(term)
    return quad.object.value, quad.object.language or ""


def _keep(objects: dict[str, Kept], subject: str, value: str) -> None:
    """Put *value* beside the other objects of *subject*, unless it is among them."""
    before = objects.get(subject)
    if before is None:
        objects[subject] = value
    elif isinstance(before, tuple):
        if value not in before:
            objects[subject] = (*before, value)
    elif value != before:
        objects[subject] = (before, value)
