"""Which pages are asked for: of each type those with the most on them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from govkg.graph.index.statements.collecting import ACHIEVEMENT, COMMITMENT
from govkg.iris import document_of
from govkg.vocabulary import GOVKG, curie
from govkg.web.catalogue.fragments.controls import PAGE_SIZE
from govkg.web.pages.explore.parameters import FILTERS, SORTS, View
from govkg.web.served import Releases, ServedRelease

_PAGE: Final = "en.html"
_LARGEST: Final = 2
_WORDS: Final = ("housing", "管网", "城", "a", "houzing", "zzqqzz", "kilometres of road")
_KINDS: Final = (
    COMMITMENT,
    ACHIEVEMENT,
    f"{GOVKG}Assessment",
    "http://www.w3.org/ns/oa#SpecificResource",
)
NOWHERE: Final = "nothing here"
_FIXED: Final = {
    "home": "/",
    "list of lists": "/browse/",
    "query": "/sparql",
    "examples": "/queries/",
    "downloads": "/downloads/",
    "dataset": "/dataset.en.html",
    "releases": "/releases/",
    "rules": "/shapes",
    "check": "/validate",
    "fragments": "/fragments?page=2",
    "sitemap": "/sitemap.xml",
    "part of the sitemap": "/sitemaps/1.xml",
    "ontology": "/ontology.en.html",
    NOWHERE: "/org/nowhere",
}


def addresses(project: Path) -> list[tuple[str, str]]:
    """Give types of pages, and addresses of such, in the active release of *project*: each once."""
    release = Releases(project / "releases").active()
    found: dict[str, str] = {}
    for name, path in (*_lists(release), *_entities(release), *_tables(release)):
        found.setdefault(path, name)
    return [(name, path) for path, name in found.items()]


def _entities(release: ServedRelease) -> Iterator[tuple[str, str]]:
    for name, predicate in FILTERS.items():
        for value in release.index.statements.choices(predicate, _LARGEST):
            path = release.addresses.path(document_of(value), _PAGE)
            if path:
                yield name, path
    for kind in _KINDS[:3]:
        for member in release.index.members(kind, limit=1):
            yield kind.rpartition("#")[2].lower(), release.addresses.path(member, _PAGE) or "/"


def _tables(release: ServedRelease) -> Iterator[tuple[str, str]]:
    base = release.manifest.dataset.base_iri
    views = [View(sort=sort) for sort in SORTS]
    for name, predicate in FILTERS.items():
        for value in release.index.statements.choices(predicate, 1):
            chosen = {name: (value,)}
            views += [View(chosen, sort=sort) for sort in ("latest", "label", "year")]
            if name in {"unit", "indicator"}:
                views.append(View(chosen, sort="amount"))
    views += [View(words=words) for words in _WORDS]
    yield from (("explore", view.address(base)) for view in views)
    yield from (("search", f"/search?q={quote(words)}") for words in _WORDS)


def _lists(release: ServedRelease) -> Iterator[tuple[str, str]]:
    for file in sorted(release.layout.queries.glob("**/*.rq")):
        yield "example", f"/queries/{file.stem}"
    yield from _FIXED.items()
    yield from (("list", f"/browse/{quote(curie(kind) or kind, safe=':')}") for kind in _KINDS)
    yield "last fragment", f"/fragments?page={-(-release.manifest.triples // PAGE_SIZE)}"
    yield "release", f"/releases/{release.id}/"
    yield "report", f"/releases/{release.id}/validation"
