"""Public files over HTTP: each header, each range, each coding."""

import gzip
import hashlib
import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg.release.manifest import Manifest, read_manifest
from govkg.web.catalogue.downloads import NEEDS
from govkg.web.pages.language.texts import read_catalogue
from govkg.web.responses.caching import SHORT

PLAIN = {"Accept-Encoding": "identity"}
RANGED = {**PLAIN, "Range": "bytes=10-19"}


@pytest.fixture(scope="module")
def manifest(project: Path) -> Manifest:
    return read_manifest(project / "releases" / "current" / "manifest.json")


@pytest.fixture(scope="module")
def address(manifest: Manifest) -> str:
    return f"/releases/{manifest.id}/dataset.nt"


@pytest.fixture(scope="module")
def packed(address: str) -> str:
    return f"{address}.gz"


def test_a_file_has_its_headers(client: TestClient, manifest: Manifest) -> None:
    for file in manifest.files:
        response = client.get(f"/releases/{manifest.id}/{file.name}", headers=PLAIN)
        headers = response.headers
        assert hashlib.sha256(response.content).hexdigest() == file.sha256
        assert headers["content-type"].partition(";")[0] == file.content_type
        assert headers["content-length"] == str(file.size)
        assert headers["etag"] == f'"{file.sha256}"'
        digest = headers["repr-digest"].removeprefix("sha-256=:").removesuffix(":")
        assert b64decode(digest).hex() == file.sha256
        assert headers["cache-control"] == "public, max-age=31536000, immutable"
        assert headers["accept-ranges"] == "bytes"
        assert headers["govkg-release"] == manifest.id
        assert headers["access-control-allow-origin"] == "*"
        assert "vary" not in headers
        assert "content-encoding" not in headers


def test_who_accepts_gzip_gets_one_member_as_all_clients_read_it(
    client: TestClient, address: str, packed: str
) -> None:
    """It is the very file that lies there, with its length and its digest."""
    plain = client.get(address, headers=PLAIN)
    file = client.get(packed, headers=PLAIN)
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as response:
        raw = b"".join(response.iter_raw())
    assert response.headers["content-encoding"] == "gzip"
    assert response.headers["content-type"] == plain.headers["content-type"]
    assert response.headers["etag"] != plain.headers["etag"]
    assert response.headers["vary"] == "Accept-Encoding"
    assert response.headers["content-length"] == file.headers["content-length"]
    assert response.headers["repr-digest"] == file.headers["repr-digest"]
    assert raw == file.content
    unpacker = zlib.decompressobj(wbits=31)
    assert unpacker.decompress(raw) == plain.content
    assert unpacker.eof
    assert not unpacker.unused_data
    assert gzip.decompress(raw) == plain.content


def test_a_coded_download_goes_on_too(client: TestClient, address: str, packed: str) -> None:
    """Parts are those of what is sent (RFC 9110, section 14.2)."""
    headers = {**RANGED, "Accept-Encoding": "gzip"}
    with client.stream("GET", address, headers=headers) as response:
        part = b"".join(response.iter_raw())
    assert response.status_code == 206
    assert response.headers["content-encoding"] == "gzip"
    assert part == client.get(packed, headers=PLAIN).content[10:20]


def test_a_broken_download_goes_on_where_it_stopped(client: TestClient, packed: str) -> None:
    whole = client.get(packed, headers=PLAIN)
    for validator in (whole.headers["etag"], None):
        condition = {"If-Range": validator} if validator else {}
        part = client.get(packed, headers={**RANGED, **condition})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes 10-19/{len(whole.content)}"
        assert part.content == whole.content[10:20]


def test_a_file_that_is_another_by_now_is_sent_whole(client: TestClient, packed: str) -> None:
    response = client.get(packed, headers={**RANGED, "If-Range": '"another"'})
    assert response.status_code == 200


def test_a_range_behind_the_end_is_416(client: TestClient, packed: str) -> None:
    response = client.get(packed, headers={**PLAIN, "Range": "bytes=999999999-"})
    assert response.status_code == 416


def test_a_file_that_is_known_is_not_sent_again(client: TestClient, address: str) -> None:
    tag = client.get(address, headers=PLAIN).headers["etag"]
    again = client.get(address, headers={**PLAIN, "If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["etag"] == tag
    assert again.headers["vary"] == "Accept-Encoding"


def test_head_says_what_get_would(client: TestClient, address: str, packed: str) -> None:
    for path in (address, packed):
        response = client.head(path, headers=PLAIN)
        assert response.content == b""
        whole = client.get(path, headers=PLAIN)
        for name in ("content-type", "etag", "vary", "cache-control"):
            assert response.headers.get(name) == whole.headers.get(name)
        length = str(len(whole.content)) if path == packed else None
        assert response.headers.get("content-length") == length


def test_the_latest_file_is_found_under_one_name(client: TestClient, manifest: Manifest) -> None:
    response = client.get("/downloads/dataset.ttl.gz")
    assert response.status_code == 302
    assert response.headers["location"].endswith(f"/releases/{manifest.id}/dataset.ttl.gz")
    assert response.headers["cache-control"] == SHORT


def test_each_release_has_a_page(client: TestClient, manifest: Manifest) -> None:
    page = client.get(f"/releases/{manifest.id}/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for file in manifest.files:
        assert f"/releases/{manifest.id}/{file.name}" in page.text
        assert file.sha256 in page.text
    assert client.get(f"/releases/{manifest.id}").status_code == 308


def test_every_use_and_every_kind_of_file_has_a_text(manifest: Manifest) -> None:
    texts = read_catalogue("en")
    assert {f"use.{need}" for need, _ in NEEDS} == {
        name for name in texts if name.startswith("use.")
    }
    kinds = {f"file.{file.kind}" for file in manifest.files}
    assert kinds <= set(texts)
    assert "file.report" in kinds


@pytest.mark.parametrize("path", ["0123456789abcdef/", "0123456789abcdef/dataset.nt", "current/"])
def test_a_release_that_is_not_kept_is_404(client: TestClient, path: str) -> None:
    assert client.get(f"/releases/{path}").status_code == 404


def test_a_file_points_to_its_release_and_what_describes_it(
    client: TestClient, manifest: Manifest, address: str
) -> None:
    link = client.get(address, headers=PLAIN).headers["link"]
    page = f"http://testserver/releases/{manifest.id}/"
    assert f'<{page}>; rel="collection"' in link
    assert '<http://testserver/dataset.ttl>; rel="describedby"; type="text/turtle"' in link
    assert 'rel="license"' in link
    assert f'<{page}release.linkset>; rel="linkset"; type="application/linkset+json"' in link


def test_a_release_points_to_each_of_its_files(client: TestClient, manifest: Manifest) -> None:
    page = f"http://testserver/releases/{manifest.id}/"
    link = client.get(f"/releases/{manifest.id}/").headers["link"]
    assert f'<https://example.org/releases/{manifest.id}/>; rel="cite-as"' in link
    for file in manifest.files:
        assert f'<{page}{file.name}>; rel="item"; type="{file.content_type}"' in link
    response = client.get(f"{page}release.linkset")
    assert response.headers["content-type"] == "application/linkset+json"
    contexts = {item["anchor"]: item for item in response.json()["linkset"]}
    assert set(contexts) == {page, *(f"{page}{file.name}" for file in manifest.files)}
    assert len(contexts[page]["item"]) == len(manifest.files)
    for file in manifest.files:
        assert contexts[f"{page}{file.name}"]["collection"][0]["href"] == page
