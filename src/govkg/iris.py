"""IRIs, the documents that describe them, and the paths these have on a server.

The one maker of paths. An IRI becomes a URI as RFC 3987, section 3.1 has it (non-ASCII characters
are percent-encoded, nothing else changes) and is read back by section 3.2, so that dots, queries
and escapes survive the way there and back.
"""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from govkg.formats import DOCUMENT_EXTENSIONS, Format
from govkg.vocabulary import NAMESPACE

RESERVED: Final = frozenset(
    {
        ".well-known",
        "browse",
        "cite",
        "dataset",
        "downloads",
        "explore",
        "feeds",
        "fragments",
        "health",
        "ldes",
        "llms.txt",
        "memento",
        "metrics",
        "openapi.json",
        "queries",
        "ready",
        "releases",
        "robots.txt",
        "search",
        "shapes",
        "sitemap.xml",
        "sitemaps",
        "sparql",
        "static",
        "validate",
    }
)
"""First segments of paths that the server keeps for itself."""

_ESCAPED_RUN: Final = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_BEHIND: Final = re.compile(r"[?#]")
_ASCII: Final = "".join(map(chr, range(0x21, 0x7F)))


def document_of(iri: str) -> str:
    """Strip the fragment: the IRI of the document that describes *iri*.

    >>> document_of("https://w3id.org/govkg/commitment/a/b#gas")
    'https://w3id.org/govkg/commitment/a/b'
    """
    return iri.partition("#")[0]


# Every link of every page goes through here, and most go to the same places.
@lru_cache(maxsize=8192)
def to_uri(iri: str) -> str:
    """Map an IRI to a URI (RFC 3987, section 3.1).

    >>> to_uri("https://example.org/地?q=%20")
    'https://example.org/%E5%9C%B0?q=%20'
    """
    return quote(iri, safe=_ASCII)


def from_uri(uri: str) -> str:
    """Map a URI to an IRI (RFC 3987, section 3.2): only escapes of non-ASCII characters are undone.

    >>> from_uri("https://example.org/%E5%9C%B0?q=%20")
    'https://example.org/地?q=%20'
    """
    return _ESCAPED_RUN.sub(_unescape, uri) if "%" in uri else uri


def _unescape(match: re.Match[str]) -> str:
    try:
        return unquote_to_bytes(match[0]).decode()
    except UnicodeDecodeError:
        return match[0]


@dataclass(frozen=True)
class Addresses:
    """The map between the IRIs under one base and the paths of a server."""

    base_iri: str

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The publisher's own base, then the namespace that every publisher shares."""
        return tuple(dict.fromkeys((self.base_iri, NAMESPACE)))

    def parts(self, iri: str) -> tuple[str, str] | None:
        """Give the path of *iri*'s document, and what stands behind an extension of it.

        ``None`` where this server has no document of it.

        >>> Addresses("https://example.org/").parts("https://example.org/a?b=1#c")
        ('/a', '?b=1#c')
        """
        for root in self.roots:
            if iri.startswith(root):
                rest = to_uri(iri.removeprefix(root))
                behind = _BEHIND.search(rest)
                end = behind.start() if behind else len(rest)
                return f"/{rest[:end]}", rest[end:]
        return None

    def path(self, iri: str, extension: str = "") -> str | None:
        """Give the path of *iri*'s document, or ``None`` where this server has none.

        >>> Addresses("https://example.org/").path("https://example.org/a?b=1#c", "ttl")
        '/a.ttl?b=1#c'
        """
        parts = self.parts(iri)
        if parts is None:
            return None
        path, rest = parts
        return f"{path}.{extension}{rest}" if extension and path != "/" else f"{path}{rest}"

    def document(self, iri: str, extension: str) -> str:
        """Give the canonical address of a document about *iri*, which is below one of the roots.

        >>> Addresses("https://example.org/").document("https://example.org/a?b=1#c", "ttl")
        'https://example.org/a.ttl?b=1'
        """
        root = next(root for root in self.roots if iri.startswith(root))
        path = self.path(document_of(iri), extension) or "/"
        return root + path.removeprefix("/")

    def incoming(self, iri: str) -> str:
        """Give the canonical address of all triples that point at *iri*, a page at a time."""
        return f"{self.base_iri}fragments?object={quote(to_uri(iri), safe='')}"

    def candidates(self, path: str, query: str = "") -> tuple[str, ...]:
        """List the IRIs that *path* (percent-encoded, from ``/``) may mean, likeliest first."""
        target = path.removeprefix("/") + (f"?{query}" if query else "")
        # A server is not told of a question mark with nothing behind it.
        targets = (target,) if query else (target, f"{target}?")
        written = dict.fromkeys(form for text in targets for form in (from_uri(text), text))
        return tuple(root + form for root in self.roots for form in written)

    def segment(self, iri: str) -> str | None:
        """Give the first segment of *iri* under the publisher's base, or ``None`` outside of it."""
        if not iri.startswith(self.base_iri):
            return None
        return re.split(r"[/?#]", to_uri(iri.removeprefix(self.base_iri)), maxsplit=1)[0]


def split_extension(path: str) -> tuple[str, Format] | None:
    """Split a document's extension off *path*, or give ``None`` where there is none.

    >>> split_extension("/person/a.ttl")[0]
    '/person/a'
    >>> split_extension("/ontology/0.1.0") is None
    True
    """
    stem, dot, extension = path.rpartition(".")
    if not dot or extension not in DOCUMENT_EXTENSIONS or not stem.rstrip("/"):
        return None
    return stem, DOCUMENT_EXTENSIONS[extension]
