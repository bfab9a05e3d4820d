"""What a page calls things, and where it links to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from govkg.graph.index import Label
from govkg.vocabulary import curie
from govkg.web.served import ServedRelease

_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Name:
    """A resource by its best label.

    *language* is that of *text* (empty: unknown), *others* are its labels in further languages,
    *href* is empty where a link would be unsafe or lead nowhere.
    """

    iri: str
    text: str
    language: str
    others: tuple[Label, ...]
    href: str


class Names:
    """Names of many resources, read from the index by one query."""

    def __init__(self, release: ServedRelease, iris: Iterable[str]) -> None:
        """Look up *iris*; asking for another one later gives its fallback."""
        wanted = set(iris)
        self._addresses = release.addresses
        self._languages = release.manifest.dataset.languages
        self._labels = release.index.labels(wanted)
        self._described = release.index.described(wanted)

    def of(self, iri: str) -> Name:
        """Name a resource: by its label in the first language that has one, else by its IRI."""
        labels = sorted(self._labels.get(iri, ()), key=self._rank)
        best = labels[0] if labels else Label(fallback(iri), "")
        return Name(iri, best.text, best.language, tuple(labels[1:]), self._href(iri))

    def _rank(self, label: Label) -> tuple[int, str]:
        places = {language: place for place, language in enumerate(self._languages)}
        return places.get(label.language, len(places)), label.language

    def _href(self, iri: str) -> str:
        path = self._addresses.path(iri)
        if path is not None:
            return path if iri in self._described else ""
        return iri if iri.startswith(_WEB) else ""


def fallback(iri: str) -> str:
    """Name a resource that has no label.

    >>> fallback("http://www.w3.org/2004/02/skos/core#altLabel")
    'skos:altLabel'
    >>> fallback("https://example.org/place/cn-ln")
    'cn-ln'
    """
    known = curie(iri)
    tail = iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2]
    return known or unquote(tail) or iri
