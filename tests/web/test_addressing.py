"""Where the server is, as its clients see it: hosts, proxies, prefixes, languages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from projects import THINGS

ENTITY = "/thing/a"
CANONICAL = "https://example.org/thing/a"
PROXY = "10.0.0.1"


def start(project: Path, peer: str = "127.0.0.1", **settings: Any) -> TestClient:
    """Make a client, or a proxy, at the address *peer*."""
    app = create_app(read_project(project), Settings(**settings))
    return TestClient(
        app, follow_redirects=False, client=(peer, 5000), base_url="http://localhost:8000"
    )


@pytest.fixture(scope="module")
def proxied(project: Path) -> Iterator[TestClient]:
    """A server that trusts one proxy and knows one public name."""
    with start(project, PROXY, hosts="promises.example", trusted_proxies=PROXY) as client:
        yield client


@pytest.fixture(scope="module")
def strange(project: Path) -> Iterator[TestClient]:
    """The same server, asked by somebody else."""
    with start(project, "10.9.9.9", hosts="promises.example", trusted_proxies=PROXY) as client:
        yield client


@pytest.mark.parametrize("host", ["evil.example", "a b", "localhost:99999999", "x" * 300])
def test_an_unknown_host_is_400(strange: TestClient, host: str) -> None:
    response = strange.get("/", headers={"Host": host})
    assert response.status_code == 400
    assert response.json()["type"].endswith("#BadRequest")
    assert "GOVKG_HOSTS" in response.json()["detail"]
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("host", ["promises.example", "promises.example:8443", "127.0.0.1:1"])
def test_a_known_host_is_answered_and_led_on(strange: TestClient, host: str) -> None:
    response = strange.get(ENTITY, headers={"Host": host, "Accept": "text/turtle"})
    assert response.status_code == 303
    assert response.headers["location"] == f"http://{host}/thing/a.ttl"


FORWARDED = {
    "standard": {"Forwarded": 'for="[2001:db8::1]:9";proto=https;host="promises.example"'},
    "older": {
        "X-Forwarded-For": "192.0.2.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "promises.example",
    },
}


@pytest.mark.parametrize("headers", FORWARDED.values(), ids=FORWARDED)
def test_a_trusted_proxy_is_heard(proxied: TestClient, headers: dict[str, str]) -> None:
    response = proxied.get(ENTITY, headers={**headers, "Accept": "text/turtle"})
    assert response.headers["location"] == "https://promises.example/thing/a.ttl"


@pytest.mark.parametrize("headers", FORWARDED.values(), ids=FORWARDED)
def test_nobody_else_is(strange: TestClient, headers: dict[str, str]) -> None:
    response = strange.get(ENTITY, headers={**headers, "Accept": "text/turtle"})
    assert response.headers["location"] == "http://localhost:8000/thing/a.ttl"


def test_what_a_proxy_says_of_an_unknown_host_is_400(proxied: TestClient) -> None:
    assert proxied.get("/", headers={"X-Forwarded-Host": "evil.example"}).status_code == 400


def test_an_address_is_under_the_prefix_whether_the_proxy_strips_it_or_not(project: Path) -> None:
    with start(project, root_path="/data") as client:
        for path in ("/data/thing/a", "/thing/a"):
            response = client.get(path, headers={"Accept": "text/html"})
            assert response.headers["location"] == "http://localhost:8000/data/thing/a.en.html"
        page = client.get("/data/thing/a.en.html")
        links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page.text)
        assert len(links) > 10
        assert [link for link in links if not link.startswith("/data/")] == []
        assert page.headers["content-location"] == "/data/thing/a.en.html"
        assert client.get("/data").status_code == 200


def test_a_prefix_may_come_from_the_proxy(proxied: TestClient) -> None:
    headers = {"X-Forwarded-Prefix": "/kg", "Accept": "text/turtle"}
    location = proxied.get(ENTITY, headers=headers).headers["location"]
    assert location == "http://localhost:8000/kg/thing/a.ttl"


def test_the_public_address_goes_where_addresses_leave_the_server(project: Path) -> None:
    with start(project, public_url="https://public.example/kg/") as client:
        response = client.get(ENTITY, headers={"Accept": "text/turtle"})
        assert response.headers["location"] == "https://public.example/kg/thing/a.ttl"
        assert client.get("/", headers={"Host": "public.example"}).status_code == 200


def test_identities_are_the_same_wherever_they_are_served(
    proxied: TestClient, strange: TestClient
) -> None:
    near = strange.get(f"{ENTITY}.nt")
    far = proxied.get(f"{ENTITY}.nt", headers=FORWARDED["older"])
    assert near.content == far.content
    assert near.headers["etag"] == far.headers["etag"]
    for response in (near, far):
        assert f'<{CANONICAL}>; rel="cite-as"' in response.headers["link"]


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("fr", "en"), ("*", "en"), ("en;q=0.1, zh;q=0", "en")],
)
def test_a_page_is_in_the_language_that_is_accepted(
    bilingual: TestClient, accepted: str, language: str
) -> None:
    headers = {"Accept": "text/html", "Accept-Language": accepted}
    location = bilingual.get(ENTITY, headers=headers).headers["location"]
    assert location.endswith(f"/thing/a.{language}.html")
    assert bilingual.get(f"{ENTITY}.html", headers=headers).headers["location"] == location
    home = bilingual.get("/", headers=headers)
    assert home.headers["content-language"] == language
    assert home.headers["content-location"] == f"/index.{language}.html"
    assert f'<html lang="{language}">' in home.text
    assert home.headers["vary"] == "Accept-Language, Accept-Encoding"


@pytest.mark.parametrize("path", ["/index", "/browse/index", "/downloads/index", "/sparql", ENTITY])
def test_a_page_has_an_address_in_each_language(bilingual: TestClient, path: str) -> None:
    tags = set()
    for language in ("en", "zh"):
        page = bilingual.get(f"{path}.{language}.html", headers={"Accept-Language": "fr"})
        assert page.status_code == 200
        assert page.headers["content-language"] == language
        assert "Accept-Language" not in page.headers["vary"]
        assert re.search(r'href="[^"]*\.zh\.html"[^>]*hreflang="zh"|hreflang="zh"', page.text)
        tags.add(page.headers["etag"])
    assert len(tags) == 2
    assert bilingual.get(f"{path}.fr.html").status_code == 404


def test_links_stay_in_the_language_of_the_address(bilingual: TestClient) -> None:
    page = bilingual.get(f"{ENTITY}.zh.html").text
    assert 'href="/thing/b.zh.html"' in page
    assert 'href="/downloads/index.zh.html"' in page
    assert 'href="/static/style.css"' in page


@pytest.fixture(scope="module")
def bilingual(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("bilingual")
    (folder / "data").mkdir()
    (folder / "data" / "things.ttl").write_text(THINGS, encoding="utf-8")
    (folder / "govkg.toml").write_text(
        'title = "Things"\nbase_iri = "https://example.org/"\nshapes = []\n'
        'languages = ["en", "zh"]\n',
        encoding="utf-8",
    )
    publish_project(read_project(folder))
    with start(folder) as client:
        yield client


def test_the_links_of_a_document_are_a_link_set(strange: TestClient) -> None:
    response = strange.get(f"{ENTITY}.linkset")
    assert response.headers["content-type"] == "application/linkset+json"
    (context,) = json.loads(response.text)["linkset"]
    assert context["anchor"] == CANONICAL
    relations = {name for name in context if name != "anchor"}
    assert {"cite-as", "type", "license", "collection", "alternate"} <= relations
    header = strange.get(f"{ENTITY}.en.html").headers["link"]
    for relation in ("cite-as", "describedby", "type", "license", "collection", "linkset"):
        assert f'rel="{relation}"' in header


def test_a_failure_speaks_the_language_of_who_asked(bilingual: TestClient) -> None:
    headers = {"Accept": "text/html", "Accept-Language": "zh"}
    assert '<html lang="zh">' in bilingual.get("/thing/nothing", headers=headers).text
    assert '<html lang="zh">' in bilingual.get("/thing/nothing.zh.html", headers=headers).text
    strange = bilingual.get("/", headers={**headers, "Host": "evil.example"})
    assert strange.status_code == 400
    assert '<html lang="zh">' in strange.text
