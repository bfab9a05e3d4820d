"""What triples say, for looking up while something is made of them: only the properties it needs.

An IRI is kept bare, so that it is the same text wherever it stands; other terms are kept as
N-Triples writes them, and most are never looked into.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, RdfFormat, parse

from govkg.vocabulary import GOVKG

Kept = str | tuple[str, ...]
"""The objects of one subject for one property; most have one, and it stands alone."""

_LITERAL: Final = re.compile(r'"([^\\]*)"(?:@([A-Za-z0-9-]+)|\^\^<.*>)?', re.DOTALL)
_NO_IRI: Final = frozenset('"_<')
"""How a literal begins, a blank node, and a triple that is spoken of."""
_LITERALS: Final = 1 << 16
"""Literals whose text is remembered: most are said of many."""


class Gathered:
    """The objects of some properties, each once, whatever graphs say them."""

    def __init__(self, objects: Mapping[str, dict[str, Kept]], subjects: Iterable[str]) -> None:
        """Look up *objects* by property and subject; *subjects* are all IRIs with any property."""
        self._objects: dict[str, dict[str, Kept]] = defaultdict(dict, objects)
        self.subjects: dict[str, None] = dict.fromkeys(subjects)

    def properties(self) -> list[str]:
        """List the terms of ours that occur as properties."""
        return sorted(
            name for name, objects in self._objects.items() if objects and name.startswith(GOVKG)
        )

    def objects(self, predicate: str) -> Mapping[str, Kept]:
        """Give what *predicate* leads to, by the subjects that have it, blank nodes among them."""
        return self._objects[predicate]

    def terms(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Give the IRIs and literals that *subject* has for *predicate*."""
        terms = each(self._objects[predicate].get(subject, ()))
        return tuple(term for term in terms if term[0] != "_")

    def iris(self, subject: str, predicate: str) -> Collection[str]:
        """Give the IRIs that *subject* has for *predicate*, in their order."""
        terms = self._objects[predicate].get(subject)
        return iris_of(terms) if terms else ()

    def texts(self, subject: str, predicate: str) -> list[str]:
        """Give the texts of the literals that *subject* has for *predicate*, in their order."""
        terms = self._objects[predicate].get(subject)
        if terms is None:
            return []
        if isinstance(terms, str):
            return [literal_of(terms)[0]] if terms[0] == '"' else []
        return sorted(literal_of(term)[0] for term in terms if term[0] == '"')

    def text(self, subject: str, predicate: str) -> str | None:
        """Give the first such text."""
        terms = self._objects[predicate].get(subject)
        if isinstance(terms, str):
            return literal_of(terms)[0] if terms[0] == '"' else None
        return next(iter(self.texts(subject, predicate)), None) if terms else None


def gather(lines: Iterable[str], wanted: Iterable[str]) -> Gathered:
    """Keep of N-Triples *lines* those of the *wanted* properties, and of all terms of ours."""
    found: dict[str, dict[str, Kept]] = defaultdict(dict)
    kept: dict[str, dict[str, Kept] | None] = {f"<{name}>": found[name] for name in wanted}
    beginning = f"<{GOVKG}"
    subjects: dict[str, None] = {}
    # One object for each IRI, however often it is said: of these there are most.
    named: dict[str, str] = {}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate not in kept:
            kept[predicate] = found[predicate[1:-1]] if predicate.startswith(beginning) else None
        subject = bare(subject)
        subject = named.setdefault(subject, subject)
        if is_iri(subject):
            subjects[subject] = None
        objects = kept[predicate]
        if objects is not None:
            term = bare(rest[:-2])
            keep(objects, subject, named.setdefault(term, term) if is_iri(term) else term)
    return Gathered(found, subjects)


def keep(objects: dict[str, Kept], subject: str, term: str) -> None:
    """Put a *term* beside the other objects of *subject*, unless it is among them."""
    before = each(objects.get(subject, ()))
    if not before:
        objects[subject] = term
    elif term not in before:
        objects[subject] = (*before, term)


def each(kept: Kept) -> tuple[str, ...]:
    """Give the terms that are kept together."""
    return (kept,) if isinstance(kept, str) else kept


def bare(term: str) -> str:
    """Give of a *term* of N-Triples what is kept.

    >>> bare("<urn:a>"), bare('"a"')
    ('urn:a', '"a"')
    """
    return term[1:-1] if term[0] == "<" and term[1] != "<" else term


def is_iri(term: str) -> bool:
    """Say whether a *term* that is kept is an IRI."""
    return term[0] not in _NO_IRI


def iris_of(kept: Kept) -> Collection[str]:
    """Give the IRIs among some terms, in their order."""
    if isinstance(kept, str):
        return (kept,) if kept[0] not in _NO_IRI else ()
    return sorted(term for term in kept if term[0] not in _NO_IRI)


def value_of(term: str) -> str:
    r"""Give the IRI, or the text of the literal, that a *term* is.

    >>> value_of("http://e/a"), value_of('"say \\"a\\""@en')
    ('http://e/a', 'say "a"')
    """
    return literal_of(term)[0] if term[0] == '"' else term


@lru_cache(_LITERALS)
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
