"""What a page calls things, and where it links to."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

from pyoxigraph import Literal

from govkg.graph.index import Index, Label
from govkg.graph.index.collation import collate
from govkg.vocabulary import curie
from govkg.web.pages.language.reader import Reader, rank
from govkg.web.pages.terms.recent import Recent
from govkg.web.served import ServedRelease

_WEB: Final = ("http://", "https://")
_RECENT: Final = 2048
READERS: Final = 8
"""Audiences for which names are kept, a megabyte for each."""


class Name(NamedTuple):
    """A resource by its best label.

    *language* is that of *text* (empty: unknown), *href* is empty where a link would be unsafe or
    lead nowhere.
    """

    iri: str
    text: str
    language: str
    href: str


class Audience(NamedTuple):
    """What a name depends on: the pages of a release for readers of one language, at one place."""

    resources: Index
    chain: tuple[str, ...]
    prefix: str
    suffix: str


class Names:
    """Names of many resources in the language of a reader, read from the index all at once.

    What other pages of the release named for such readers is not read again: properties, units and
    fields of policy are the same on all of them.
    """

    def __init__(self, release: ServedRelease, reader: Reader, iris: Iterable[str]) -> None:
        """Look up *iris*; one that was not added has its fallback."""
        self.chain = reader.chain(release.manifest.dataset.languages)
        self._reader = reader
        self._release = release
        self._names: dict[str, Name] = {}
        self.audience = Audience(release.index, self.chain, reader.prefix, reader.suffix)
        self._recent = _recent(self.audience)
        self.add(iris)

    def add(self, iris: Iterable[str]) -> None:
        """Look up further ones: one query, however many they are."""
        names, recent = self._names, self._recent
        unknown = []
        for iri in set(iris) - names.keys():
            name = recent.get(iri)
            if name is None:
                unknown.append(iri)
            else:
                names[iri] = name
        described = self._release.index.described(unknown) if unknown else {}
        for iri in unknown:
            names[iri] = self._name(iri, described.get(iri))
            recent.put(iri, names[iri])

    def label(self, labelled: Iterable[tuple[str, Sequence[Label]]]) -> None:
        """Name resources whose labels are at hand: nothing is looked up."""
        names, recent = self._names, self._recent
        for iri, labels in labelled:
            if iri not in names:
                name = recent.get(iri)
                if name is None:
                    name = self._name(iri, labels)
                    recent.put(iri, name)
                names[iri] = name

    def forget(self) -> None:
        """Let go of what was looked up, when very many are named one after the other."""
        self._names.clear()

    def of(self, iri: str) -> Name:
        """Name a resource: by its label that stands first in the chain, else by its IRI."""
        return self._names.get(iri) or self._name(iri, None)

    def place(self, iri: str) -> tuple[str, str]:
        """Give what a list of names is sorted by."""
        return collate(self.of(iri).text), iri

    def all_of(self, iris: Iterable[str]) -> tuple[Name, ...]:
        """Name several resources."""
        return tuple(self.of(iri) for iri in iris)

    def best(self, literals: Iterable[Literal]) -> list[Literal]:
        """Give those of *literals* that are in the language that stands first in the chain."""
        ranked = [(rank(literal.language or "", self.chain)[0], literal) for literal in literals]
        first = min((place for place, _ in ranked), default=0)
        return [literal for place, literal in ranked if place == first]

    def _name(self, iri: str, labels: Sequence[Label] | None) -> Name:
        """Name a resource by its *labels*, ``None`` where the release says nothing of it."""
        if labels:
            best = min(labels, key=lambda label: rank(label.language, self.chain))
        else:
            best = Label(self._unnamed(iri), "")
        return Name(iri, best.text, best.language, self._href(iri, described=labels is not None))

    def _unnamed(self, iri: str) -> str:
        """Say what has no label: of another's address all, for its end alone says little."""
        foreign = self._release.addresses.path(iri) is None and iri.startswith(_WEB)
        return iri.partition("://")[2] if foreign and curie(iri) is None else fallback(iri)

    def _href(self, iri: str, *, described: bool) -> str:
        path = self._release.addresses.path(iri, self._reader.suffix)
        if path is not None:
            return self._reader.at(path) if described else ""
        return iri if iri.startswith(_WEB) else ""


@lru_cache(maxsize=READERS)
def _recent(audience: Audience) -> Recent[str, Name]:
    """Give the names that pages have for one audience."""
    del audience
    return Recent(_RECENT)


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
