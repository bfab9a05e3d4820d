"""Count again what a change made more or less of, given the counts of the release before.

To count all goes through every triple, which takes longer than most of what an edit needs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, TypeVar

import duckdb

from govkg.graph.columns.building import DATABASE
from govkg.graph.columns.terms import TERMS, Terms, terms_of_line
from govkg.iris import document_of
from govkg.release.files.statistics import LINKED, Frequent, Statistics, frequent
from govkg.vocabulary import RDF

_TYPE: Final = f"{RDF}type"
_SUBJECTS: Final = """
SELECT s, count(*) FROM triple WHERE s IN (SELECT unnest($ids::INTEGER[])) GROUP BY ALL
"""
_OBJECTS: Final = """
SELECT p, o, count(*) FROM triple WHERE o IN (SELECT unnest($ids::INTEGER[])) GROUP BY ALL
"""
_AROUND: Final = ("#", "$")
"""Between these two stand the names of what is in a document."""

_Named = TypeVar("_Named")


class Balance:
    """How many triples came less those that went, by what they say; terms are as in N-Triples.

    *pairs* are of the IRI of a predicate and an object.
    """

    def __init__(self, removed: Iterable[str], added: Iterable[str]) -> None:
        """Count lines of N-Triples."""
        self.subjects: Counter[bytes] = Counter()
        self.pairs: Counter[tuple[str, bytes]] = Counter()
        for sign, lines in ((-1, removed), (1, added)):
            for line in lines:
                subject, predicate, value = terms_of_line(line)
                self.subjects[subject] += sign
                self.pairs[predicate[1:-1].decode(), value] += sign


def recount_statements(
    before: Statistics, balance: Balance, columns: Path, base_iri: str
) -> Statistics:
    """Count what a merge in *columns* says, of which the *balance* to that *before* is known."""
    documents = _documents(balance.subjects, base_iri)
    objects = _by_object(balance.pairs)
    with duckdb.connect(columns / DATABASE, read_only=True) as database:
        present = _Present(database, Terms(columns / TERMS))
        pairs = present.pairs(objects)
        entities = _risen(present.documents(documents), documents)
        subjects = _risen(present.subjects(balance.subjects), balance.subjects)
    properties = _summed((predicate, more) for (predicate, _), more in balance.pairs.items())
    classes = {
        value[1:-1].decode(): more
        for (predicate, value), more in balance.pairs.items()
        if predicate == _TYPE and value[:1] == b"<"
    }
    return Statistics(
        triples=before.triples + balance.subjects.total(),
        entities=before.entities + entities,
        subjects=before.subjects + subjects,
        objects=before.objects + _risen(_by_object(pairs), objects),
        properties=_changed(before.properties, properties),
        classes=_changed(before.classes, classes),
        links=_links(before, balance.pairs),
        frequent=_frequent(before, balance, pairs),
    )


class _Present:
    """Looks up how much is said now of what a change speaks of."""

    def __init__(self, database: duckdb.DuckDBPyConnection, terms: Terms) -> None:
        self._database = database
        self._terms = terms

    def subjects(self, wanted: Iterable[bytes]) -> Counter[bytes]:
        """Count the triples about each of some subjects."""
        return self._about({term: self._numbers(term) for term in wanted})

    def documents(self, wanted: Iterable[str]) -> Counter[str]:
        """Count the triples about each of some documents, and about what is in them."""
        return self._about({name: self._numbers_in(name) for name in wanted})

    def pairs(self, objects: Iterable[bytes]) -> Counter[tuple[str, bytes]]:
        """Count the triples with each of some *objects*, by predicate."""
        ids = [number for term in objects for number in self._numbers(term)]
        rows = self._database.execute(_OBJECTS, {"ids": ids}).fetchall()
        return Counter(
            {
                (self._terms[predicate][1:-1].decode(), self._terms[value]): triples
                for predicate, value, triples in rows
            }
        )

    def _about(self, wanted: Mapping[_Named, Sequence[int]]) -> Counter[_Named]:
        ids = list(chain.from_iterable(wanted.values()))
        triples = dict(self._database.execute(_SUBJECTS, {"ids": ids}).fetchall())
        return _summed(
            (name, triples.get(number, 0)) for name, numbers in wanted.items() for number in numbers
        )

    def _numbers(self, term: bytes) -> Sequence[int]:
        number = self._terms.find(term)
        return () if number is None else (number,)

    def _numbers_in(self, document: str) -> Sequence[int]:
        first, last = (f"<{document}{sign}>".encode() for sign in _AROUND)
        parts = range(self._terms.place(first), self._terms.place(last))
        return (*self._numbers(f"<{document}>".encode()), *parts)


def _documents(subjects: Mapping[bytes, int], base_iri: str) -> Counter[str]:
    iris = ((term[1:-1].decode(), more) for term, more in subjects.items() if term[:1] == b"<")
    return _summed((document_of(iri), more) for iri, more in iris if iri.startswith(base_iri))


def _links(before: Statistics, pairs: Mapping[tuple[str, bytes], int]) -> dict[str, dict[str, int]]:
    links = {}
    for namespace in sorted(LINKED):
        beginning = f"<{namespace}".encode()
        more = _summed(
            (name, more) for (name, to), more in pairs.items() if to.startswith(beginning)
        )
        links[namespace] = _changed(before.links.get(namespace, {}), more)
    return {namespace: counts for namespace, counts in links.items() if counts}


def _frequent(
    before: Statistics, balance: Balance, pairs: Mapping[tuple[str, bytes], int]
) -> tuple[Frequent, ...]:
    counts = {(one.predicate, one.object): one.triples for one in before.frequent}
    objects = _by_object(pairs)
    counts |= {(None, term.decode()): objects[term] for term in _by_object(balance.pairs)}
    counts |= {(name, term.decode()): pairs.get((name, term), 0) for name, term in balance.pairs}
    return tuple(frequent(counts))


def _by_object(pairs: Mapping[tuple[str, bytes], int]) -> Counter[bytes]:
    return _summed((term, triples) for (_, term), triples in pairs.items())


def _changed(before: Mapping[str, int], more: Mapping[str, int]) -> dict[str, int]:
    """Add what came, in order of names; what nothing is left of is not counted."""
    names = sorted(before.keys() | more.keys())
    counts = {name: before.get(name, 0) + more.get(name, 0) for name in names}
    return {name: count for name, count in counts.items() if count}


def _risen(now: Mapping[_Named, int], more: Mapping[_Named, int]) -> int:
    """Say how many there are more of which anything is said."""
    return sum((now.get(name, 0) > 0) - (now.get(name, 0) > came) for name, came in more.items())


def _summed(items: Iterable[tuple[_Named, int]]) -> Counter[_Named]:
    found: Counter[_Named] = Counter()
    for name, number in items:
        found[name] += number
    return found
