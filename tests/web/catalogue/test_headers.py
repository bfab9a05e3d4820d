"""What each kind of address of the catalogue says in its headers."""

from dataclasses import dataclass
from email.utils import format_datetime

import pytest
from starlette.testclient import TestClient

from govkg.release.history.reading import History
from govkg.web.catalogue.mementos.addresses import write_stamp
from govkg.web.responses.caching import IMMUTABLE, SHORT
from histories import BASE

PLAIN = {"Accept-Encoding": "identity", "Accept": "*/*"}


@dataclass(frozen=True)
class Row:
    """One line of the table; *vary* is without the coding, which most answers depend on."""

    path: str
    kind: str
    cache: str = SHORT
    vary: str = ""
    dated: bool = True


TABLE = [
    Row("/dataset.ttl", "text/turtle; charset=utf-8"),
    Row("/dataset.en.html", "text/html; charset=utf-8"),
    Row("/downloads/index.en.html", "text/html; charset=utf-8"),
    Row("/releases/index.zh.html", "text/html; charset=utf-8"),
    Row("/releases/", "text/html; charset=utf-8", vary="Accept-Language"),
    Row("/releases/{release}/index.en.html", "text/html; charset=utf-8"),
    Row("/fragments", "application/trig", vary="Accept", dated=False),
    Row("/robots.txt", "text/plain; charset=utf-8"),
    Row("/llms.txt", "text/plain; charset=utf-8"),
    Row("/sitemap.xml", "application/xml; charset=utf-8"),
    Row("/sitemaps/1.xml", "application/xml; charset=utf-8"),
    Row("/feeds/changes.atom", "application/atom+xml; charset=utf-8"),
    Row("/feeds/pillar/housing.atom", "application/atom+xml; charset=utf-8"),
    Row("/ldes/stream.trig", "application/trig"),
    Row("/ldes/nodes/1.trig", "application/trig"),
    Row("/ldes/pages/1.trig", "application/trig"),
    Row("/memento/timemap/promise/pipes", "application/link-format"),
    Row("/memento/{first}/promise/pipes.ttl", "text/turtle; charset=utf-8", IMMUTABLE),
    Row("/memento/{last}/promise/pipes.nt", "application/n-triples"),
    Row("/memento/{first}/promise/pipes.en.html", "text/html; charset=utf-8"),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.path)
def test_each_address_has_its_headers(
    past_client: TestClient, past_history: History, row: Row
) -> None:
    first, last = past_history.versions_of(f"{BASE}promise/pipes")
    latest = past_history.latest()
    assert latest is not None
    path = row.path.format(
        first=write_stamp(first.time), last=write_stamp(last.time), release=latest.release
    )
    response = past_client.get(path, headers=PLAIN)
    assert response.status_code == 200, response.text
    headers = response.headers
    assert headers["content-type"] == row.kind
    assert headers["cache-control"] == row.cache
    assert headers["vary"] == ", ".join(filter(None, (row.vary, "Accept-Encoding")))
    assert headers["etag"].startswith('"')
    assert headers["govkg-release"]
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    times = {entry.time for entry in past_history.activations()}
    written = {format_datetime(time, usegmt=True) for time in times}
    assert headers.get("last-modified") in (written if row.dated else {None})
    assert ("memento-datetime" in headers) == (row.path.startswith("/memento/{"))
    known = past_client.get(path, headers={**PLAIN, "If-None-Match": headers["etag"]})
    assert known.status_code == 304
    assert (known.content, known.headers["etag"]) == (b"", headers["etag"])
    assert known.headers["vary"] == headers["vary"]
    assert past_client.head(path, headers=PLAIN).headers["etag"] == headers["etag"]
    packed = past_client.get(path, headers={**PLAIN, "Accept-Encoding": "gzip"})
    assert packed.content == response.content
    if "content-encoding" in packed.headers:
        assert packed.headers["etag"] != headers["etag"]


REDIRECTS = {
    "/dataset": (303, "/dataset.en.html", "Accept, Accept-Language"),
    "/.well-known/void": (303, "/dataset.ttl", "Accept"),
    "/downloads/dataset.ttl": (302, "/releases/{release}/dataset.ttl", None),
    "/ldes": (303, "/ldes/stream.trig", None),
    "/downloads": (308, "/downloads/", None),
    "/releases": (308, "/releases/", None),
    "/releases/{release}": (308, "/releases/{release}/", None),
}
"""Status, where it leads, and what it depends on."""


@pytest.mark.parametrize("path", REDIRECTS)
def test_each_redirect_says_what_it_depends_on(
    past_client: TestClient, past_history: History, path: str
) -> None:
    status, location, vary = REDIRECTS[path]
    latest = past_history.latest()
    assert latest is not None
    asked = path.format(release=latest.release)
    response = past_client.get(asked, headers={"Accept": "*/*"})
    assert response.status_code == status
    assert response.headers["location"].endswith(location.format(release=latest.release))
    assert response.headers.get("vary") == vary
