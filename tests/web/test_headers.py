"""The headers of each kind of address that belongs to entities, as one table."""

import gzip
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import pytest
from starlette.testclient import TestClient

ALWAYS = {
    "access-control-allow-origin": r"\*",
    "x-content-type-options": "nosniff",
    "govkg-release": "[0-9a-f]{16}",
}
SHORT = "public, max-age=60, stale-while-revalidate=600"
STRONG = r'"[0-9a-f]{24}"'
DATE = r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT"


@dataclass(frozen=True)
class Row:
    """An address, the status of its answer, and its headers as patterns; ``None``: absent."""

    path: str
    status: int
    headers: dict[str, str | None]
    accept: str = "*/*"


DOCUMENT = {
    "vary": "Accept-Encoding",
    "etag": STRONG,
    "last-modified": DATE,
    "cache-control": SHORT,
    "location": None,
}
TABLE = {
    "entity": Row(
        "/thing/a",
        303,
        {
            "location": "http://testserver/thing/a.en.html",
            "vary": "Accept, Accept-Language, Accept-Datetime",
            "cache-control": SHORT,
            "link": '.*rel="cite-as".*',
            "etag": None,
        },
        accept="text/html",
    ),
    "page without a language": Row(
        "/thing/a.html",
        303,
        {"location": "http://testserver/thing/a.en.html", "vary": "Accept-Language"},
    ),
    "page": Row(
        "/thing/a.en.html",
        200,
        DOCUMENT
        | {
            "content-type": "text/html; charset=utf-8",
            "content-language": "en",
            "content-location": "/thing/a.en.html",
            "content-security-policy": ".*script-src 'self'.*",
            "link": '.*rel="describedby"; type="text/turtle".*',
        },
    ),
    "Turtle": Row(
        "/thing/a.ttl",
        200,
        DOCUMENT | {"content-type": "text/turtle; charset=utf-8", "content-language": None},
    ),
    "N-Triples": Row("/thing/a.nt", 200, DOCUMENT | {"content-type": "application/n-triples"}),
    "JSON-LD": Row("/thing/a.jsonld", 200, DOCUMENT | {"content-type": "application/ld\\+json"}),
    "RDF/XML": Row("/thing/a.rdf", 200, DOCUMENT | {"content-type": "application/rdf\\+xml"}),
    "TriG": Row("/thing/a.trig", 200, DOCUMENT | {"content-type": "application/trig"}),
    "link set": Row(
        "/thing/a.linkset", 200, DOCUMENT | {"content-type": "application/linkset\\+json"}
    ),
    "home": Row(
        "/",
        200,
        {
            "vary": "Accept-Language, Accept-Encoding",
            "content-location": "/index.en.html",
            "content-language": "en",
            "etag": STRONG,
            "cache-control": SHORT,
        },
    ),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_address_has_its_headers(client: TestClient, row: Row, method: str) -> None:
    headers = {"Accept": row.accept, "Accept-Encoding": "identity"}
    response = client.request(method, row.path, headers=headers)
    assert response.status_code == row.status
    for name, pattern in (ALWAYS | row.headers).items():
        value = response.headers.get(name)
        if pattern is None:
            assert value is None, name
        else:
            assert value is not None, name
            assert re.fullmatch(pattern, value), (name, value)


DOCUMENTS = [row.path for row in TABLE.values() if row.status == 200]


@pytest.mark.parametrize("path", DOCUMENTS)
def test_what_the_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": "identity"})
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-None-Match": f'"other", W/{first.headers["etag"]}'},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = client.get(path, headers=headers | {"Accept-Encoding": "identity"})
        assert again.status_code == 304
        assert again.content == b""
        for name in ("etag", "vary", "cache-control", "last-modified"):
            assert again.headers[name] == first.headers[name]
    old = {"If-Modified-Since": "Thu, 09 May 2019 00:00:00 GMT"}
    assert client.get(path, headers=old).status_code == 200
    both = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]}
    assert client.get(path, headers=both).status_code == 200
    broken = {"If-Modified-Since": "yesterday"}
    assert client.get(path, headers=broken).status_code == 200


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_body_is_compressed_for_who_asks(client: TestClient, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as response:
        packed = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain.content
    assert response.headers["etag"] != plain.headers["etag"]
    assert int(response.headers["content-length"]) == len(packed)


def test_every_representation_has_a_tag_of_its_own(client: TestClient) -> None:
    tags = [client.get(path).headers["etag"] for path in DOCUMENTS]
    assert len(set(tags)) == len(DOCUMENTS)


def test_the_date_is_when_the_release_came(client: TestClient) -> None:
    text = client.get("/thing/a.ttl").headers["last-modified"]
    assert parsedate_to_datetime(text).tzinfo is not None


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [("/thing/a", "image/png", 406), ("/thing/nothing", "*/*", 404), ("/thing/a.exe", "*/*", 404)],
)
def test_a_failure_is_a_problem_that_is_not_kept(
    client: TestClient, path: str, accept: str, status: int
) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["vary"] == "Accept, Accept-Language"
    assert response.headers["access-control-allow-origin"] == "*"
