"""What is said of each subject: the triples once more, sorted by subject, read in place.

The table of triples is for questions that scan. Who asks for one resource at a time finds its few
triples here without a query: numbers of subjects in one file, and beside each, in another one, the
numbers of predicate and object.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from govkg.errors import ReleaseError
from govkg.graph.columns.terms import TERMS, Terms, map_file

STATEMENTS: Final = "statements.bin"
SUBJECTS: Final = "statements.subjects"


class Statements:
    """Reads what `by_subject` wrote, without loading it."""

    def __init__(self, folder: Path) -> None:
        """Map the files in the *folder* of columns.

        Raises:
            OSError: one of them is not there.
        """
        self._terms = Terms(folder / TERMS)
        self._subjects = memoryview(map_file(folder / SUBJECTS)).cast("i")
        self._said = memoryview(map_file(folder / STATEMENTS)).cast("i")
        self._blank = self._terms.blank_nodes()

    def about(self, iris: Iterable[str]) -> list[Triple]:
        """Give the triples about *iris*, and about the blank nodes they own, sorted, each once."""
        return self._triples(self._numbers(iris))

    def are_few(self, iri: str, most: int) -> bool:
        """Say whether at most so many triples are about *iri*, and none leads to a blank node."""
        number = self._find(iri)
        return number is None or self._is_small(number, most)

    def few(self, iri: str, most: int) -> list[Triple] | None:
        """Give the triples about *iri* as `about` does; ``None`` where they are not `are_few`."""
        number = self._find(iri)
        if number is None:
            return []
        return self._triples([number]) if self._is_small(number, most) else None

    def _find(self, iri: str, near: int = 0) -> int | None:
        return self._terms.find(f"<{iri}>".encode(), near)

    def _is_small(self, number: int, most: int) -> bool:
        objects = self._of(number)[1::2]
        return len(objects) <= most and not any(place in self._blank for place in objects)

    def _triples(self, numbers: list[int]) -> list[Triple]:
        lines = sorted(self._lines(numbers))
        return [quad.triple for quad in parse(b"".join(lines), RdfFormat.N_TRIPLES, lenient=True)]

    def _lines(self, waiting: list[int]) -> Iterator[bytes]:
        """Give the lines of N-Triples about the numbers that are *waiting*, in no order."""
        terms, blank = self._terms, self._blank
        seen = set(waiting)
        while waiting:
            number = waiting.pop()
            subject = terms[number]
            said = iter(self._of(number))
            for predicate, place in zip(said, said, strict=True):
                yield b"%b %b %b .\n" % (subject, terms[predicate], terms[place])
                if place in blank and place not in seen:
                    seen.add(place)
                    waiting.append(place)

    def _numbers(self, iris: Iterable[str]) -> list[int]:
        """Find the numbers of those *iris* that anything is said of, or that are said of any."""
        found: dict[int, None] = {}
        near = 0
        for iri in iris:
            number = self._find(iri, near)
            if number is not None:
                found[number] = None
                near = number
        return list(found)

    def _of(self, number: int) -> Sequence[int]:
        """Give the numbers of predicate and object, by turns, of what is said of a subject."""
        start = bisect_left(self._subjects, number)
        end = bisect_left(self._subjects, number + 1, start)
        return self._said[2 * start : 2 * end]


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
