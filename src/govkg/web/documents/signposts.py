"""What a document is and what belongs to it, for machines that read no body (Signposting).

`Link` headers (RFC 8288) and link sets (RFC 9264), after the FAIR Signposting profile: ``cite-as``,
``describedby``, ``type``, ``license``, ``collection``, ``item``.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from govkg.formats import GRAPH_DOCUMENTS, HTML, LINKSET, Format
from govkg.iris import to_uri
from govkg.web.addressing.languages import offered_languages
from govkg.web.addressing.origin import Origin
from govkg.web.served import ServedRelease


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link from a context that is known from where it stands."""

    relation: str
    target: str
    attributes: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """Write it as a ``Link`` header does.

        >>> str(Link("item", "https://a.org/", {"type": "text/csv"}))
        '<https://a.org/>; rel="item"; type="text/csv"'
        """
        attributes = "".join(f'; {name}="{value}"' for name, value in self.attributes.items())
        return f'<{self.target}>; rel="{self.relation}"{attributes}'


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


def entity_links(release: ServedRelease, here: Origin, iri: str, chosen: Format) -> Iterator[Link]:
    """Give the links of the document of *iri* in the format *chosen*."""
    dataset = release.manifest.dataset
    yield Link("cite-as", to_uri(iri))
    yield Link("describes", to_uri(iri))
    for kind in release.index.classes(iri):
        yield Link("type", to_uri(kind))
    yield Link("license", to_uri(dataset.licence))
    yield Link("collection", to_uri(f"{dataset.base_iri}dataset"))
    described = "describedby" if chosen is HTML else "alternate"
    for form in GRAPH_DOCUMENTS:
        if form is not chosen:
            yield Link(described, _address(release, here, iri, form.extension), _typed(form))
    for language in offered_languages(release):
        address = _address(release, here, iri, f"{language}.{HTML.extension}")
        yield Link("alternate", address, {**_typed(HTML), "hreflang": language})
    path = release.addresses.path(iri) or "/"
    yield Link("timegate", here.absolute(f"/memento/timegate{path}"))
    yield Link("timemap", here.absolute(f"/memento/timemap{path}"))
    yield Link("alternate", here.absolute(f"/feeds{path}.atom"), {"type": "application/atom+xml"})
    if chosen is not LINKSET:
        yield Link("linkset", _address(release, here, iri, LINKSET.extension), _typed(LINKSET))


def _typed(form: Format) -> dict[str, str]:
    return {"type": form.media_type}


def _address(release: ServedRelease, here: Origin, iri: str, extension: str) -> str:
    return here.absolute(release.addresses.path(iri, extension) or "/")
