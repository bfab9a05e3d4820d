"""What a document is and what belongs to it, for machines that read no body (Signposting).

`Link` headers (RFC 8288) and link sets (RFC 9264), after the FAIR Signposting profile: ``cite-as``,
``describedby``, ``type``, ``license``, ``collection``, ``item``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from govkg.formats import DOCUMENT_FORMATS, GRAPH_DOCUMENTS, HTML, LINKSET, Format
from govkg.graph.columns.documents import Document
from govkg.iris import to_uri
from govkg.web.addressing.languages import offered_languages
from govkg.web.addressing.origin import Origin
from govkg.web.pages.language.reader import LANGUAGES
from govkg.web.served import ServedRelease

_TYPES: Final = {form: {"type": form.media_type} for form in DOCUMENT_FORMATS}
_PAGES: Final = {language: {**_TYPES[HTML], "hreflang": language} for language in LANGUAGES}
_ATOM: Final = {"type": "application/atom+xml"}


class Link(NamedTuple):
    """A typed link from a context that is known from where it stands."""

    relation: str
    target: str
    attributes: Mapping[str, str] = MappingProxyType({})

    def __str__(self) -> str:
        """Write it as a ``Link`` header does.

        >>> str(Link("item", "https://a.org/", {"type": "text/csv"}))
        '<https://a.org/>; rel="item"; type="text/csv"'
        """
        written = f'<{self.target}>; rel="{self.relation}"'
        for name, value in self.attributes.items():
            written += f'; {name}="{value}"'
        return written


def write_header(links: Iterable[Link]) -> str:
    """Write the value of a ``Link`` header."""
    return ", ".join(map(str, links))


def write_linkset(sets: Iterable[tuple[str, Iterable[Link]]]) -> bytes:
    """Write a link set of contexts (each by its IRI) with their links (RFC 9264, section 4.2)."""
    written: list[dict[str, object]] = []
    for anchor, links in sets:
        relations: dict[str, list[dict[str, str]]] = {}
        for link in links:
            target = {"href": link.target, **link.attributes}
            relations.setdefault(link.relation, []).append(target)
        written.append({"anchor": anchor, **relations})
    return json.dumps({"linkset": written}, indent=1).encode()


class _Kind(NamedTuple):
    """What the links of many documents have in common."""

    licence: str
    base: str
    languages: tuple[str, ...]
    here: str
    classes: tuple[str, ...]
    chosen: Format


class _Place(NamedTuple):
    """Where one document is: the entity's *name*, its path, and what stands behind an extension."""

    name: str
    stem: str
    rest: str


_ANY: Final = _Place("\0", "\1", "\2")
"""Signs that stand for a place: no address has them."""


def document_links(
    release: ServedRelease, here: Origin, document: Document, chosen: Format
) -> Iterator[Link]:
    """Give the links of a *document* in the format *chosen*."""
    return _links(_kind_of(release, here, document, chosen), _place_of(release, document))


def document_header(
    release: ServedRelease, here: Origin, document: Document, chosen: Format
) -> str:
    """Write the same as the value of a ``Link`` header: each document has one."""
    header = _header(_kind_of(release, here, document, chosen))
    for sign, text in zip(_ANY, _place_of(release, document), strict=True):
        header = header.replace(sign, text)
    return header


@lru_cache(maxsize=256)
def _header(kind: _Kind) -> str:
    return write_header(_links(kind, _ANY))


def _kind_of(release: ServedRelease, here: Origin, document: Document, chosen: Format) -> _Kind:
    dataset = release.manifest.dataset
    languages = offered_languages(release)
    classes = document.classes
    return _Kind(dataset.licence, dataset.base_iri, languages, here.url, classes, chosen)


def _place_of(release: ServedRelease, document: Document) -> _Place:
    return _Place(to_uri(document.iri), *(release.addresses.parts(document.iri) or ("/", "")))


def _links(kind: _Kind, place: _Place) -> Iterator[Link]:
    name, stem, rest = place
    yield Link("cite-as", name)
    yield Link("describes", name)
    for one in kind.classes:
        yield Link("type", to_uri(one))
    yield Link("license", to_uri(kind.licence))
    yield Link("collection", to_uri(f"{kind.base}dataset"))
    described = "describedby" if kind.chosen is HTML else "alternate"
    for form in GRAPH_DOCUMENTS:
        if form is not kind.chosen:
            yield Link(described, f"{kind.here}{stem}.{form.extension}{rest}", _TYPES[form])
    for language in kind.languages:
        address = f"{kind.here}{stem}.{language}.{HTML.extension}{rest}"
        yield Link("alternate", address, _PAGES[language])
    yield Link("timegate", f"{kind.here}/memento/timegate{stem}{rest}")
    yield Link("timemap", f"{kind.here}/memento/timemap{stem}{rest}")
    yield Link("alternate", f"{kind.here}/feeds{stem}{rest}.atom", _ATOM)
    if kind.chosen is not LINKSET:
        address = f"{kind.here}{stem}.{LINKSET.extension}{rest}"
        yield Link("linkset", address, _TYPES[LINKSET])
