"""Which resources share a document: an entity and its fragments, which stand together in the terms.

So what an address means is found where the statements are, and with it where each of them stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from govkg.graph.columns.statements import Statements
from govkg.vocabulary import RDF

_FRAGMENT: Final = "#"


@dataclass(frozen=True, slots=True)
class Document:
    """What has one address: *resources* are the entity and its fragments, *classes* the entity's.

    All of them are IRIs, in order; *numbers* are those of the resources in the columns.
    """

    iri: str
    resources: tuple[str, ...]
    classes: tuple[str, ...]
    numbers: tuple[int, ...] = ()


class Documents:
    """Finds documents in the statements of a release."""

    def __init__(self, statements: Statements) -> None:
        """Look into *statements*."""
        self._statements = statements
        self._terms = statements.terms

    def among(self, iris: Iterable[str]) -> dict[str, Document]:
        """Give those of *iris* (without fragments) that have a document here."""
        found: dict[str, Document] = {}
        absent: str | None = None
        # In order, since where no term begins with one of them, none does with a longer one.
        for iri in sorted({iri for iri in iris if _FRAGMENT not in iri}):
            if absent is not None and iri.startswith(absent):
                continue
            place = self._terms.place(f"<{iri}>".encode())
            if not self._begins(place, f"<{iri}".encode()):
                absent = iri
                continue
            numbers = tuple(self._resources(iri, place))
            if numbers:
                found[iri] = self._document(iri, numbers)
        return found

    def first(self, iris: Iterable[str]) -> Document | None:
        """Give the document of the first of *iris* that has one."""
        wanted = list(iris)
        found = self.among(wanted)
        return next((found[iri] for iri in wanted if iri in found), None)

    def _resources(self, iri: str, place: int) -> Iterator[int]:
        """Give the numbers of *iri* and its fragments, as far as anything is said of them.

        *place* is that of the first term that begins so.
        """
        terms, is_subject = self._terms, self._statements.is_subject
        beginning = f"<{iri}".encode()
        if terms[place] == beginning + b">":
            if is_subject(place):
                yield place
            place += 1
        fragment = beginning + _FRAGMENT.encode()
        # Few signs are sorted before that of a fragment.
        if self._begins(place, beginning) and terms[place] < fragment:
            place = terms.place(fragment + b">")
        while self._begins(place, fragment):
            if is_subject(place):
                yield place
            place += 1

    def _begins(self, place: int, text: bytes) -> bool:
        return self._statements.is_iri(place) and self._terms[place].startswith(text)

    def _document(self, iri: str, numbers: tuple[int, ...]) -> Document:
        resources = tuple(self._iri(number) for number in numbers)
        classes: tuple[str, ...] = ()
        if resources[0] == iri:
            kinds = self._statements.objects(numbers[0], self._type)
            classes = tuple(self._iri(kind) for kind in kinds if self._statements.is_iri(kind))
        return Document(iri, resources, classes, numbers)

    def _iri(self, number: int) -> str:
        return self._terms[number][1:-1].decode()

    @cached_property
    def _type(self) -> int | None:
        return self._statements.find(f"{RDF}type")
