"""A crawler as anyone would write it: HTTP and rdflib, and nothing of ours."""

import urllib.request
from dataclasses import dataclass, field
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import rdflib

_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_FORMATS = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


@dataclass
class Crawl:
    """What a crawl collects: the union of all documents, and which addresses it came to."""

    union: rdflib.Graph = field(default_factory=rdflib.Graph)
    visited: set[str] = field(default_factory=set)
    types: dict[str, str] = field(default_factory=dict)


def get(address: str, accept: str = "*/*") -> tuple[str, bytes, str]:
    """Give the media type, the body and the final address of what is at *address*."""
    request = urllib.request.Request(  # noqa: S310  # loopback
        address, headers={"Accept": accept, "User-Agent": "crawler"}
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310  # loopback
        kind = response.headers.get_content_type()
        return kind, response.read(), response.url


def crawl(server: str, accept: str = "text/turtle") -> Crawl:
    """Begin at ``/robots.txt``, go where it leads and nowhere that it forbids."""
    robots = RobotFileParser(f"{server}/robots.txt")
    robots.parse(get(f"{server}/robots.txt")[1].decode().splitlines())
    found = Crawl()
    waiting = list(robots.site_maps() or ())
    while waiting:
        _, body, _ = get(waiting.pop())
        document = ET.fromstring(body)  # noqa: S314  # the server under test
        parts = document.iter(f"{_SITEMAP}sitemap")
        waiting.extend(part.findtext(f"{_SITEMAP}loc") or "" for part in parts)
        for url in document.iter(f"{_SITEMAP}url"):
            _visit(found, robots, url.findtext(f"{_SITEMAP}loc") or "", accept)
    return found


def _visit(found: Crawl, robots: RobotFileParser, address: str, accept: str) -> None:
    assert robots.can_fetch("crawler", address), address
    kind, body, final = get(address, accept)
    found.visited.add(address)
    found.types[final] = kind
    if kind in _FORMATS:
        found.union.parse(data=body, format=_FORMATS[kind], publicID=final)
