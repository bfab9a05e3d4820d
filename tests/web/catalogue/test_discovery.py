"""Robots, sitemaps, feeds, and the guide for programs that read prose."""

from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from govkg.release.history.reading import History
from govkg.settings import Settings
from govkg.web.app import create_app
from govkg.web.catalogue.feeds.entries import PAGE_SIZE
from govkg.web.catalogue.sitemaps import split
from histories import Keeper, promise

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ORIGIN = "http://testserver"


@pytest.fixture
def client(past_client: TestClient) -> TestClient:
    return past_client


@pytest.fixture
def history(past_history: History) -> History:
    return past_history


def parsed(client: TestClient, path: str, content_type: str) -> ET.Element:
    response = client.get(path)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == content_type
    return ET.fromstring(response.content)  # noqa: S314  # our own


def sitemap(client: TestClient, path: str) -> ET.Element:
    return parsed(client, path, "application/xml; charset=utf-8")


def feed(client: TestClient, path: str) -> ET.Element:
    return parsed(client, path, "application/atom+xml; charset=utf-8")


def titles(element: ET.Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in element.findall(f"{ATOM}entry")]


def test_robots_are_led_to_sitemap_and_dumps_and_kept_from_the_endless(client: TestClient) -> None:
    response = client.get("/robots.txt")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    lines = response.text.splitlines()
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in lines
    assert "Disallow: /sparql" in lines
    assert f"{ORIGIN}/downloads/" in response.text
    assert lines.index("User-agent: *") < lines.index("Disallow: /sparql")


def test_below_a_path_all_that_is_said_to_robots_is_below_it(
    past: tuple[Keeper, list[str]],
) -> None:
    settings = Settings(root_path="/data", public_url="https://example.com/data")
    with TestClient(create_app(past[0].project, settings)) as client:
        text = client.get("/robots.txt").text
        index = ET.fromstring(client.get("/sitemap.xml").content)  # noqa: S314  # our own
    assert "Disallow: /data/sparql" in text
    assert "Sitemap: https://example.com/data/sitemap.xml" in text
    addresses = [item.text or "" for item in index.iter(f"{SITEMAP}loc")]
    assert addresses
    assert all(item.startswith("https://example.com/data/sitemaps/") for item in addresses)


def test_the_sitemap_names_every_entity_and_when_it_last_changed(
    client: TestClient, history: History
) -> None:
    index = sitemap(client, "/sitemap.xml")
    assert index.tag == f"{SITEMAP}sitemapindex"
    found = {}
    for part in index.findall(f"{SITEMAP}sitemap"):
        address = part.findtext(f"{SITEMAP}loc") or ""
        assert address.startswith(f"{ORIGIN}/sitemaps/")
        days = []
        for url in sitemap(client, address).findall(f"{SITEMAP}url"):
            changed = url.findtext(f"{SITEMAP}lastmod") or ""
            found[url.findtext(f"{SITEMAP}loc")] = changed
            days.append(changed)
        assert part.findtext(f"{SITEMAP}lastmod") == max(days)
    times = [entry.time.isoformat(timespec="seconds") for entry in history.activations()]
    assert found[f"{ORIGIN}/promise/kept"] == times[0]
    assert found[f"{ORIGIN}/promise/pipes"] == times[1]
    assert found[f"{ORIGIN}/promise/gas"] == times[2]
    assert f"{ORIGIN}/promise/roads" not in found
    assert f"{ORIGIN}/dataset.en.html" in found
    for location in found:
        assert client.get(location or "").status_code in {200, 303}, location


def test_each_entity_in_the_sitemap_has_its_pages_by_language(client: TestClient) -> None:
    (url,) = [
        item
        for item in sitemap(client, "/sitemaps/1.xml").findall(f"{SITEMAP}url")
        if item.findtext(f"{SITEMAP}loc") == f"{ORIGIN}/promise/gas"
    ]
    pages = {link.get("hreflang"): link.get("href") for link in url.findall(f"{XHTML}link")}
    assert set(pages) == {"en", "zh"}
    for address in pages.values():
        assert client.get(address or "").status_code == 200


def test_entities_are_divided_without_a_gap(history: History) -> None:
    latest = history.latest()
    assert latest is not None
    parts = split(history, latest.sequence, 2)
    listed = [[item.document for item in history.last_changes_of(part, 2)] for part in parts]
    assert all(0 < len(documents) <= 2 for documents in listed)
    living = [item.document for item in history.last_changes(limit=100)]
    assert sorted(document for documents in listed for document in documents) == living
    assert len(parts) > 1


@pytest.mark.parametrize("name", ["0", "9", "two", "-1"])
def test_a_sitemap_that_is_not_there_is_404(client: TestClient, name: str) -> None:
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_the_feed_tells_changes_and_withdrawals_newest_first(client: TestClient) -> None:
    found = feed(client, "/feeds/changes.atom")
    assert found.findtext(f"{ATOM}title") == "Promises & more"
    assert titles(found)[:3] == [
        "Withdrawn: roads",
        "New: Gas",
        "Changed: More pipes",
    ]
    assert len(titles(found)) == 7
    identifiers = [entry.findtext(f"{ATOM}id") for entry in found.findall(f"{ATOM}entry")]
    assert len(set(identifiers)) == 7
    updated = [
        datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "")
        for entry in found.findall(f"{ATOM}entry")
    ]
    assert updated == sorted(updated, reverse=True)
    links = {link.get("rel"): link.get("href") for link in found.findall(f"{ATOM}link")}
    assert links["self"] == f"{ORIGIN}/feeds/changes.atom"
    assert "next" not in links


def test_a_feed_of_one_entity_tells_what_belongs_to_it_even_if_it_is_withdrawn(
    client: TestClient,
) -> None:
    found = titles(feed(client, "/feeds/pillar/housing.atom"))
    assert "New: Housing" in found
    assert found[0] == "Withdrawn: roads"
    assert "Changed: More pipes" in found
    alone = titles(feed(client, "/feeds/promise/gas.atom"))
    assert alone == ["New: Gas"]
    assert client.get("/feeds/promise/nothing.atom").status_code == 404


def test_older_changes_are_on_the_next_page(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "project")
    keeper.publish(*(promise(f"p{number}", f"P {number}") for number in range(PAGE_SIZE + 5)))
    with TestClient(create_app(keeper.project, Settings(hosts=("testserver",)))) as client:
        first = feed(client, "/feeds/changes.atom")
        links = {link.get("rel"): link.get("href") for link in first.findall(f"{ATOM}link")}
        second = feed(client, links["next"] or "")
        assert len(titles(first)) == PAGE_SIZE
        assert len(titles(second)) == 6
        assert not set(titles(first)) & set(titles(second))
        many = feed(client, "/feeds/pillar/housing.atom")
        assert len(titles(many)) == PAGE_SIZE


def test_the_guide_says_what_is_here(client: TestClient) -> None:
    response = client.get("/llms.txt")
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert response.text.startswith("# Promises & more\n")
    assert f"]({ORIGIN}/downloads/)" in response.text
    assert f"]({ORIGIN}/promise/" in response.text


@pytest.mark.parametrize(
    "path",
    [
        "/robots.txt",
        "/sitemap.xml",
        "/sitemaps/pages.xml",
        "/sitemaps/1.xml",
        "/feeds/changes.atom",
        "/feeds/pillar/housing.atom",
        "/llms.txt",
    ],
)
def test_each_has_its_headers(client: TestClient, history: History, path: str) -> None:
    response = client.get(path, headers={"Accept-Encoding": "identity"})
    headers = response.headers
    latest = history.latest()
    assert latest is not None
    assert headers["cache-control"].startswith("public, max-age=60")
    assert headers["vary"] == "Accept-Encoding"
    assert headers["govkg-release"] == latest.release
    assert headers["last-modified"] == latest.time.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert headers["access-control-allow-origin"] == "*"
    again = client.get(
        path, headers={"If-None-Match": headers["etag"], "Accept-Encoding": "identity"}
    )
    assert again.status_code == 304
    assert again.content == b""
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] != headers["etag"]
    assert client.head(path).status_code == 200
