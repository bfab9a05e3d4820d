"""Axe finds nothing on any type of page, in either colour scheme, in either language.

The two go together one way on the seed, the other way where there is everything.
"""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from browsing import Scheme, needs_chromium, open_page
from govkg.iris import document_of
from govkg.web.served import Releases, ServedRelease
from page_types import FAILING, page_types

pytestmark = needs_chromium

WIDTHS = {"light": 360, "dark": 1280}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "selectors": False}
"""Of what is in order nothing is told: to write it down took longer than to look."""
_STATES = {
    "assessed": "SELECT ?iri { ?x govkg:assesses ?iri } ORDER BY ?iri LIMIT 1",
    "repeated": "SELECT ?iri { ?x govkg:restates ?iri } ORDER BY ?iri LIMIT 1",
    "replaced": "SELECT ?iri { ?x dcterms:replaces ?iri } ORDER BY ?iri LIMIT 1",
    "aim": "SELECT ?iri { ?x dcterms:isPartOf ?iri . ?iri a govkg:Commitment } LIMIT 1",
    "person": "SELECT ?iri { ?x org:member ?iri } ORDER BY ?iri LIMIT 1",
    "organisation": "SELECT ?iri { ?x govkg:actor ?iri } ORDER BY ?iri LIMIT 1",
    "indicator": "SELECT ?iri { ?x govkg:indicator ?iri } GROUP BY ?iri"
    " ORDER BY DESC(COUNT(?x)) LIMIT 1",
    "pillar": "SELECT ?iri { ?x govkg:pillar ?iri } ORDER BY ?iri LIMIT 1",
}
"""What shows more than the first of its class."""
_MORE = [
    "/explore",
    "/search?q=houzing",
    "/search?q=zzqqzz",
    "/search",
    "/queries/targets-by-actor",
]


def complaints(page: Page, address: str, paths: Iterable[str]) -> list[str]:
    found: list[str] = []
    for path in paths:
        response = page.goto(address + path)
        assert response is not None
        assert response.ok or path == page_types("")[FAILING], path
        found += _complaints(page, path)
    return found


def _complaints(page: Page, path: str) -> list[str]:
    results = Axe().run(page, options=OPTIONS).response
    found = [
        f"{path}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in results["violations"]
    ]
    width, viewport = page.evaluate("document.documentElement.scrollWidth"), page.viewport_size
    if viewport and width > viewport["width"]:
        found.append(f"{path}: scrolls sideways")
    return found


def one_of_each_class(release: ServedRelease) -> list[str]:
    """Give a page for the first entity of each class that the release itself describes."""
    base = release.manifest.dataset.base_iri
    firsts = [
        member
        for iri in release.manifest.classes
        for member in release.index.members(iri, after=base, limit=1)
        if member.startswith(base)
    ]
    paths = (release.addresses.path(document_of(iri)) for iri in firsts)
    return [path for path in dict.fromkeys(paths) if path]


@pytest.mark.parametrize(("scheme", "language"), [("light", "en"), ("dark", "zh")])
def test_axe_finds_nothing_on_any_type_of_page(
    browser: Browser, seed_server: tuple[str, Path], scheme: Scheme, language: str
) -> None:
    address, folder = seed_server
    release = Releases(folder / "releases").active()
    paths = [*page_types(release.id).values(), *_MORE, *one_of_each_class(release)]
    page = open_page(browser, WIDTHS[scheme], scheme, language=language)
    assert complaints(page, address, dict.fromkeys(paths)) == []
    page.goto(f"{address}/validate")
    page.fill("textarea", "@prefix govkg: <https://w3id.org/govkg/ontology#> . [] a govkg:Target .")
    page.locator("main form button").click()
    page.wait_for_selector(".finding")
    assert _complaints(page, "a document that was checked") == []
    page.context.close()


@pytest.mark.parametrize(("scheme", "language"), [("light", "zh"), ("dark", "en")])
def test_axe_finds_nothing_where_there_is_everything(
    browser: Browser, rich: tuple[str, Path], scheme: Scheme, language: str
) -> None:
    address, folder = rich
    release = Releases(folder / "releases").active()
    paths = ["/", "/explore", "/search?q=" + quote("城"), *one_of_each_class(release)]
    for name, query in _STATES.items():
        rows = release.selector.select(query)
        assert rows, name
        path = release.addresses.path(rows[0]["iri"].value)  # type: ignore[union-attr]  # an IRI
        assert path is not None
        paths.append(path)
    page = open_page(browser, WIDTHS[scheme], scheme, language=language)
    assert complaints(page, address, dict.fromkeys(paths)) == []
    page.context.close()
