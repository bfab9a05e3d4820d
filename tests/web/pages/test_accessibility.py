"""Axe finds nothing on any type of page, in either colour scheme, in either language."""

from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from browsing import SCHEMES, needs_chromium, open_page
from govkg.web.served import Releases
from seed import PAGES

pytestmark = needs_chromium

WIDTHS = {"light": 360, "dark": 1280}

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_QUERIES = {
    "assessed": "SELECT ?iri { ?x govkg:assesses ?iri } ORDER BY ?iri LIMIT 1",
    "assessment": "SELECT ?iri { ?iri a govkg:Assessment } ORDER BY ?iri LIMIT 1",
    "repeated": "SELECT ?iri { ?x govkg:restates ?iri } ORDER BY ?iri LIMIT 1",
    "replaced": "SELECT ?iri { ?x dcterms:replaces ?iri } ORDER BY ?iri LIMIT 1",
    "aim": "SELECT ?iri { ?x dcterms:isPartOf ?iri . ?iri a govkg:Commitment } LIMIT 1",
    "person": "SELECT ?iri { ?x org:member ?iri } ORDER BY ?iri LIMIT 1",
    "organisation": "SELECT ?iri { ?x govkg:actor ?iri } ORDER BY ?iri LIMIT 1",
    "indicator": "SELECT ?iri { ?x govkg:indicator ?iri } GROUP BY ?iri"
    " ORDER BY DESC(COUNT(?x)) LIMIT 1",
    "pillar": "SELECT ?iri { ?x govkg:pillar ?iri } ORDER BY ?iri LIMIT 1",
    "event": "SELECT ?iri { ?x govkg:event ?iri } ORDER BY ?iri LIMIT 1",
    "source": "SELECT ?iri { ?x prov:wasQuotedFrom ?iri } ORDER BY ?iri LIMIT 1",
    "place": "SELECT ?iri { ?x schema:about ?iri . ?iri a schema:Place } ORDER BY ?iri LIMIT 1",
}


def complaints(browser: Browser, address: str, paths: list[str], scheme: str) -> list[str]:
    found: list[str] = []
    width = WIDTHS[scheme]
    page = open_page(browser, width, scheme)
    for path in paths:
        page.goto(address + path)
        results = Axe().run(page, options={"runOnly": RULES}).response
        found += [
            f"{path}: {one['id']} {one['nodes'][0]['html'][:120]}" for one in results["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{path}: scrolls sideways")
    page.context.close()
    return found


def chinese(path: str) -> str:
    """Give the address of a page of the seed in Chinese."""
    if ".en.html" in path:
        return path.replace(".en.html", ".zh.html")
    stem, mark, query = path.partition("?")
    return f"{stem}{'index' if stem.endswith('/') else ''}.zh.html{mark}{query}"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(browser: Browser, server: str, scheme: str, language: str) -> None:
    paths = list(PAGES.values())
    if language == "zh":
        paths = [chinese(path) for path in paths if "/queries/" not in path]
    assert complaints(browser, server, paths, scheme) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_where_there_is_everything(
    browser: Browser, rich: tuple[str, Path], scheme: str
) -> None:
    address, folder = rich
    release = Releases(folder / "releases").active()
    paths = ["/", "/explore", "/search?q=" + quote("城")]
    for name, query in _QUERIES.items():
        rows = release.selector.select(query)
        assert rows, name
        path = release.addresses.path(rows[0]["iri"].value, "en.html")  # type: ignore[union-attr]  # an IRI
        assert path is not None
        paths.append(path)
    assert complaints(browser, address, paths, scheme) == []
