"""What is said of each subject: the triples once more, sorted by subject, read in place.

The table of triples is for questions that scan. Who asks for one resource at a time finds its few
triples here without a query: numbers of subjects in one file, and beside each, in another one, the
numbers of predicate and object.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from pyoxigraph import Quad, RdfFormat, Triple, parse

from govkg.errors import ReleaseError
from govkg.graph.columns.mapping import map_file, populate
from govkg.graph.columns.terms import TERMS, Terms

STATEMENTS: Final = "statements.bin"
SUBJECTS: Final = "statements.subjects"
_PREDICATES: Final = 1024
"""Predicates that are remembered as N-Triples writes them: documents have the same ones."""


class Reading(NamedTuple):
    """Sorted *lines* of N-Triples, and the numbers of all IRIs that are predicate or object."""

    lines: list[bytes]
    named: set[int]


class Statements:
    """Reads what `by_subject` wrote, without loading it."""

    def __init__(self, folder: Path) -> None:
        """Map the files in the *folder* of columns.

        Raises:
            OSError: one of them is not there.
        """
        self.terms = Terms(folder / TERMS)
        subjects, said = (map_file(folder / name) for name in (SUBJECTS, STATEMENTS))
        self._subjects, self._said = (memoryview(one).cast("i") for one in (subjects, said))
        self._maps = (*self.terms.maps, subjects, said)
        self._blank = self.terms.blank_nodes()
        self._predicate = lru_cache(maxsize=_PREDICATES)(self.terms.__getitem__)

    def populate(self) -> bool:
        """Have all of it mapped before it is asked for, if the machine has the memory for that."""
        return populate(self._maps)

    def about(self, iris: Iterable[str]) -> list[Triple]:
        """Give the triples about *iris*, and about the blank nodes they own, sorted, each once."""
        return triples_of(self.read(self._numbers(iris)).lines)

    def are_few(self, iri: str, most: int) -> bool:
        """Say whether at most so many triples are about *iri*, and none leads to a blank node."""
        number = self.find(iri)
        return number is None or self._is_small(number, most)

    def few(self, iri: str, most: int) -> list[Triple] | None:
        """Give the triples about *iri* as `about` does; ``None`` where they are not `are_few`."""
        number = self.find(iri)
        if number is None:
            return []
        return triples_of(self.read([number]).lines) if self._is_small(number, most) else None

    def find(self, iri: str) -> int | None:
        """Give the number of *iri*; ``None`` where nothing is said of it, nor with it."""
        return self.terms.find(f"<{iri}>".encode())

    def objects(self, number: int, predicate: int | None) -> list[int]:
        """Give the numbers of what a *predicate* of a subject leads to, in their order."""
        said = self.of(number)
        return [said[at] for at in range(1, len(said), 2) if said[at - 1] == predicate]

    def of(self, number: int) -> Sequence[int]:
        """Give the numbers of predicate and object, by turns, of what is said of a subject."""
        start = bisect_left(self._subjects, number)
        end = bisect_left(self._subjects, number + 1, start)
        return self._said[2 * start : 2 * end]

    def read(self, numbers: Iterable[int]) -> Reading:
        """Read what is said of the subjects of some *numbers*, and of the blank nodes they own."""
        terms, predicate_of, blank = self.terms, self._predicate, self._blank
        waiting = list(dict.fromkeys(numbers))
        seen = set(waiting)
        lines: list[bytes] = []
        named: set[int] = set()
        while waiting:
            number = waiting.pop()
            subject = terms[number]
            said = iter(self.of(number))
            for predicate, place in zip(said, said, strict=True):
                lines.append(b"%b %b %b .\n" % (subject, predicate_of(predicate), terms[place]))
                named.add(predicate)
                if place < blank.start:
                    named.add(place)
                elif place < blank.stop and place not in seen:
                    seen.add(place)
                    waiting.append(place)
        lines.sort()
        return Reading(lines, named)

    def is_subject(self, number: int) -> bool:
        """Say whether anything is said of a term, by its number."""
        place = bisect_left(self._subjects, number)
        return place < len(self._subjects) and self._subjects[place] == number

    def is_iri(self, number: int) -> bool:
        """Say whether a term is an IRI, by its number."""
        return number < self._blank.start

    def _is_small(self, number: int, most: int) -> bool:
        objects = self.of(number)[1::2]
        return len(objects) <= most and not any(place in self._blank for place in objects)

    def _numbers(self, iris: Iterable[str]) -> list[int]:
        """Find the numbers of those *iris* that anything is said of, or that are said of any."""
        found = map(self.find, iris)
        return [number for number in found if number is not None]


def quads_of(lines: Iterable[bytes]) -> Iterator[Quad]:
    """Give what *lines* of N-Triples say, in the default graph; our own library wrote them."""
    return parse(b"".join(lines), RdfFormat.N_TRIPLES, lenient=True)


def triples_of(lines: Iterable[bytes]) -> list[Triple]:
    """Give the triples that *lines* of N-Triples say."""
    return [quad.triple for quad in quads_of(lines)]


def open_statements(folder: Path) -> Statements:
    """Open the statements in the *folder* of columns.

    Raises:
        ReleaseError: they are not there: another version of govkg wrote it.
    """
    try:
        return Statements(folder)
    except (OSError, TypeError, ValueError) as error:  # the latter two where a file was cut short
        raise ReleaseError(
            f"{folder}: columns of another version of govkg; publish again"
        ) from error
