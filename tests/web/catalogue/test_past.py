"""What was served when, what came and went, and what was taken out for good."""

import gzip
import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from govkg.release.history.reading import History
from govkg.release.history.redactions import Redaction
from govkg.release.history.versions import Version
from govkg.release.upkeep.pruning import prune
from govkg.release.upkeep.redaction import redact
from govkg.web.catalogue.mementos.addresses import write_stamp
from histories import BASE, Keeper, three_releases
from serving import open_client

PIPES = f"{BASE}promise/pipes"


@pytest.fixture
def client(past_client: TestClient) -> TestClient:
    return past_client


def versions_of(keeper: Keeper, iri: str) -> list[Version]:
    history = History(keeper.project.releases)
    found = history.versions_of(iri)
    history.close()
    return found


def test_releases_are_listed_newest_first(
    client: TestClient, past: tuple[Keeper, list[str]]
) -> None:
    page = client.get("/releases/", headers={"Accept-Language": "en"})
    assert page.status_code == 200
    places = [page.text.index(f"/releases/{name}") for name in reversed(past[1])]
    assert places == sorted(places)
    assert "历次版本" in client.get("/releases/index.zh.html").text


def test_a_release_tells_what_changed_and_how_to_cite_it(
    client: TestClient, past: tuple[Keeper, list[str]]
) -> None:
    first, second, third = past[1]
    page = client.get(f"/releases/{third}/index.en.html").text
    before = (
        rf'Since release <a href="[^"]*/releases/{second}/[^"]*"><code>{second}</code></a>: 1 new'
    )
    assert re.search(before, page)
    assert ": 1 new, 0 changed, 1 withdrawn." in page
    assert re.search(r"New: <a [^>]*><bdi>Gas</bdi>", page)
    assert "Withdrawn: " in page
    assert 'href="/releases/changes/3/added.nq.gz"' in page
    assert f'<code class="iri">{BASE}releases/{third}/</code>' in page
    assert "It is the first release" in client.get(f"/releases/{first}/index.en.html").text
    assert "There is a newer release." in client.get(f"/releases/{second}/index.en.html").text


def test_the_quads_of_a_change_can_be_had(client: TestClient) -> None:
    assert client.get("/releases/changes/1/added.nq.gz").status_code == 404
    response = client.get("/releases/changes/2/added.nq.gz")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/gzip"
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["etag"]
    quads = list(parse(gzip.decompress(response.content), format=RdfFormat.N_QUADS))
    assert [getattr(quad.object, "value", "") for quad in quads] == ["More pipes"]
    removed = gzip.decompress(client.get("/releases/changes/2/removed.nq.gz").content)
    assert b'"Pipes"@en' in removed


@pytest.mark.parametrize("path", ["9/added.nq.gz", "2/other.gz", "x/added.nq.gz", "2/..%2Fadded"])
def test_what_is_no_change_is_404(client: TestClient, path: str) -> None:
    assert client.get(f"/releases/changes/{path}").status_code == 404


def test_a_pruned_release_is_listed_without_a_link(tmp_path: Path) -> None:
    keeper, releases = three_releases(tmp_path / "project")
    prune(keeper.project.releases, keep=1)
    with open_client(keeper.project) as client:
        page = client.get("/releases/").text
        assert releases[0] in page
        assert f"/releases/{releases[0]}/" not in page
        last = client.get(f"/releases/{releases[2]}/index.en.html").text
        assert f"Since release <code>{releases[1]}</code>: " in last
        assert client.get("/releases/changes/2/added.nq.gz").status_code == 200


def test_what_is_redacted_is_gone_from_mementos_stream_and_changes(tmp_path: Path) -> None:
    keeper, _ = three_releases(tmp_path / "project")
    with open_client(keeper.project) as client:
        before = client.get("/ldes/pages/1.trig")
        assert b"More pipes" in before.content
        first = versions_of(keeper, PIPES)[0]
        address = f"/memento/{write_stamp(first.time)}/promise/pipes.ttl"
        assert client.get(address).status_code == 200
        redact(keeper.project.releases, Redaction(iri=PIPES, reason="Not theirs."))
        after = client.get("/ldes/pages/1.trig")
        assert after.status_code == 200
        assert b'ipes"@en' not in after.content
        assert after.headers["etag"] != before.headers["etag"]
        gone = client.get(address)
        assert gone.status_code == 410
        assert "Not theirs." in gone.text
        packed = client.get("/releases/changes/2/added.nq.gz").content
        assert b"pipes" not in gzip.decompress(packed)
