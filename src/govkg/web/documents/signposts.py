"""What a document is and what belongs to it, for machines that read no body (Signposting).

`Link` headers (RFC 8288) and link sets (RFC 9264), after the FAIR Signposting profile: ``cite-as``,
``describedby``, ``type``, ``license``, ``collection``, ``item``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from govkg.formats import DOCUMENT_FORMATS, GRAPH_DOCUMENTS, HTML, LINKSET, Format
from govkg.graph.index import Document
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


def document_links(
    release: ServedRelease, here: Origin, document: Document, chosen: Format
) -> Iterator[Link]:
    """Give the links of a *document* in the format *chosen*."""
    dataset = release.manifest.dataset
    name = to_uri(document.iri)
    stem, rest = release.addresses.parts(document.iri) or ("/", "")
    yield Link("cite-as", name)
    yield Link("describes", name)
    for kind in document.classes:
        yield Link("type", to_uri(kind))
    yield Link("license", to_uri(dataset.licence))
    yield Link("collection", to_uri(f"{dataset.base_iri}dataset"))
    described = "describedby" if chosen is HTML else "alternate"
    for form in GRAPH_DOCUMENTS:
        if form is not chosen:
            yield Link(described, f"{here.url}{stem}.{form.extension}{rest}", _TYPES[form])
    for language in offered_languages(release):
        address = f"{here.url}{stem}.{language}.{HTML.extension}{rest}"
        yield Link("alternate", address, _PAGES[language])
    yield Link("timegate", f"{here.url}/memento/timegate{stem}{rest}")
    yield Link("timemap", f"{here.url}/memento/timemap{stem}{rest}")
    yield Link("alternate", f"{here.url}/feeds{stem}{rest}.atom", _ATOM)
    if chosen is not LINKSET:
        address = f"{here.url}{stem}.{LINKSET.extension}{rest}"
        yield Link("linkset", address, _TYPES[LINKSET])
