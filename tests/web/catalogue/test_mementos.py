"""Entities as they were: TimeGate, TimeMap and mementos, even of releases that are gone."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from govkg.formats import GRAPH_DOCUMENTS, GraphFormat
from govkg.release.history.reading import History
from govkg.release.history.versions import Version
from govkg.release.upkeep.pruning import prune
from govkg.settings import Settings
from govkg.web.app import create_app
from govkg.web.catalogue.mementos.addresses import read_stamp, write_stamp
from histories import BASE, three_releases

PIPES = f"{BASE}promise/pipes"
ROADS = f"{BASE}promise/roads"
ORIGIN = "http://testserver"


@pytest.fixture
def client(past_client: TestClient) -> TestClient:
    return past_client


@pytest.fixture
def history(past_history: History) -> History:
    return past_history


def at(time: datetime, accept: str = "text/turtle") -> dict[str, str]:
    return {"Accept-Datetime": format_datetime(time, usegmt=True), "Accept": accept}


def address(version: Version, extension: str) -> str:
    path = version.document.removeprefix(BASE.rstrip("/"))
    return f"{ORIGIN}/memento/{write_stamp(version.time)}{path}{extension}"


def links(header: str) -> dict[str, str]:
    """Read a ``Link`` header: targets by relation."""
    found = {}
    for item in header.split(", <"):
        target, _, attributes = item.removeprefix("<").partition(">")
        found[attributes.split('rel="')[1].split('"')[0]] = target
    return found


def test_an_entity_leads_to_its_state_of_a_day(client: TestClient, history: History) -> None:
    first, second = history.versions_of(PIPES)
    before = first.time - timedelta(days=30)
    for time, version in (
        (before, first),
        (first.time.replace(microsecond=0), None),
        (datetime.now(UTC) + timedelta(days=1), second),
    ):
        response = client.get("/promise/pipes", headers=at(time))
        assert response.status_code == 302
        assert response.headers["vary"] == "Accept, Accept-Language, Accept-Datetime"
        assert "memento-datetime" not in response.headers
        found = links(response.headers["link"])
        assert found["original"] == f"{ORIGIN}/promise/pipes"
        assert found["timegate"] == f"{ORIGIN}/memento/timegate/promise/pipes"
        assert found["timemap"] == f"{ORIGIN}/memento/timemap/promise/pipes"
        if version is not None:
            assert response.headers["location"] == address(version, ".ttl")


def test_the_timegate_has_an_address_of_its_own(client: TestClient, history: History) -> None:
    first, second = history.versions_of(PIPES)
    gate = "/memento/timegate/promise/pipes"
    assert client.get(gate, headers={"Accept": "text/turtle"}).headers["location"] == address(
        second, ".ttl"
    )
    asked = client.get(gate, headers=at(first.time - timedelta(days=1)))
    assert asked.headers["location"] == address(first, ".ttl")


def test_the_timemap_lists_every_version(client: TestClient, history: History) -> None:
    response = client.get("/memento/timemap/promise/pipes")
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/link-format"
    lines = response.text.strip().split(",\n")
    assert lines[0] == f'<{ORIGIN}/promise/pipes>; rel="original"'
    mementos = [line for line in lines if "memento" in line.split("rel=")[1]]
    versions = history.versions_of(PIPES)
    assert len([line for line in mementos if 'memento"' in line]) == len(versions) == 2
    assert 'rel="first memento"' in mementos[0]
    assert 'rel="last memento"' in mementos[-1]
    for line, version in zip(mementos, versions, strict=True):
        assert line.startswith(f"<{address(version, '')}>")
        assert f'datetime="{format_datetime(version.time, usegmt=True)}"' in line


@pytest.mark.parametrize("form", GRAPH_DOCUMENTS, ids=lambda form: form.name)
def test_a_memento_says_what_was_said(
    client: TestClient, history: History, form: GraphFormat
) -> None:
    first, second = history.versions_of(PIPES)
    for version, label in ((first, "Pipes"), (second, "More pipes")):
        response = client.get(address(version, f".{form.extension}"))
        assert response.status_code == 200
        assert response.headers["content-type"] == form.content_type
        said = parse(response.content, format=form.codec)
        texts = {quad.object.value for quad in said if quad.subject.value == PIPES}
        assert label in texts
        assert response.headers["memento-datetime"] == format_datetime(version.time, usegmt=True)
    found = links(client.get(address(first, ".ttl")).headers["link"])
    assert found["original"] == f"{ORIGIN}/promise/pipes"
    assert found["next memento"] == address(second, "")
    assert "prev memento" not in found


def test_what_was_replaced_never_changes_again(client: TestClient, history: History) -> None:
    first, second = history.versions_of(PIPES)
    assert "immutable" in client.get(address(first, ".ttl")).headers["cache-control"]
    assert "immutable" not in client.get(address(second, ".ttl")).headers["cache-control"]


def test_a_memento_is_a_page_for_people_under_its_old_name(
    client: TestClient, history: History
) -> None:
    first = history.versions_of(PIPES)[0]
    page = client.get(address(first, ".en.html"))
    assert page.status_code == 200
    assert "<h1><bdi>Pipes</bdi></h1>" in page.text
    assert "it was changed on" in page.text
    assert "More pipes" not in page.text
    assert page.headers["memento-datetime"]
    assert "状态" in client.get(address(first, ".zh.html")).text


def test_a_memento_without_a_format_leads_to_one(client: TestClient, history: History) -> None:
    first = history.versions_of(PIPES)[0]
    response = client.get(address(first, ""), headers={"Accept": "application/ld+json"})
    assert response.status_code == 302
    assert response.headers["location"] == address(first, ".jsonld")
    page = client.get(address(first, ""), headers={"Accept": "text/html"})
    assert page.headers["location"] == address(first, ".en.html")


def test_any_time_leads_to_the_version_of_that_time(client: TestClient, history: History) -> None:
    second = history.versions_of(PIPES)[1]
    response = client.get("/memento/20991231000000/promise/pipes.ttl")
    assert response.status_code == 302
    assert response.headers["location"] == address(second, ".ttl")
    assert client.get("/memento/19990101000000/promise/pipes.ttl").status_code == 404
    assert client.get("/memento/yesterday/promise/pipes.ttl").status_code == 404


def test_what_was_withdrawn_is_remembered(client: TestClient, history: History) -> None:
    first, gone = history.versions_of(ROADS)
    assert client.get("/promise/roads").status_code == 410
    early = client.get("/promise/roads", headers=at(first.time - timedelta(days=1)))
    assert early.headers["location"] == address(first, ".ttl")
    body = client.get(address(first, ".nt")).content
    assert any(quad.subject.value == ROADS for quad in parse(body, format=RdfFormat.N_TRIPLES))
    late = client.get("/promise/roads", headers=at(datetime.now(UTC) + timedelta(days=1)))
    assert late.status_code == 410
    assert client.get(address(gone, ".nt")).status_code == 410
    page = client.get("/promise/roads.en.html", headers={"Accept": "text/html"})
    assert page.status_code == 410
    (link,) = re.findall(r'href="(/memento/[^"]*)"', page.text)
    before = client.get(link)
    assert before.headers["location"] == address(first, ".en.html")


def test_the_past_survives_its_releases(tmp_path: Path) -> None:
    keeper, releases = three_releases(tmp_path / "project")
    prune(keeper.project.releases, keep=1)
    assert not (keeper.project.releases / releases[0]).exists()
    with closing(History(keeper.project.releases)) as history:
        first = history.versions_of(PIPES)[0]
    with TestClient(create_app(keeper.project, Settings(hosts=("testserver",)))) as started:
        assert "Pipes" in started.get(address(first, ".ttl")).text


def test_an_entity_tells_where_its_past_is(client: TestClient) -> None:
    response = client.get("/promise/pipes", headers={"Accept": "text/turtle"})
    assert response.status_code == 303
    assert "Accept-Datetime" in response.headers["vary"]
    found = links(response.headers["link"])
    assert found["timemap"] == f"{ORIGIN}/memento/timemap/promise/pipes"
    assert client.get(found["timemap"]).status_code == 200


def test_a_time_that_cannot_be_read_is_told(client: TestClient) -> None:
    response = client.get("/promise/pipes", headers={"Accept-Datetime": "yesterday"})
    assert response.status_code == 400
    assert response.json()["header"] == "Accept-Datetime"


@pytest.mark.parametrize("path", ["timegate/promise/x", "timemap/promise/x"])
def test_what_never_was_has_no_past(client: TestClient, path: str) -> None:
    assert client.get(f"/memento/{path}").status_code == 404
    headers = at(datetime.now(UTC))
    assert client.get("/promise/x", headers=headers).status_code == 404


def test_times_are_written_and_read_exactly() -> None:
    for time in (
        datetime(2024, 5, 9, 1, 2, 3, tzinfo=UTC),
        datetime(2024, 5, 9, 1, 2, 3, 45, tzinfo=UTC),
    ):
        assert read_stamp(write_stamp(time)) >= time
        assert read_stamp(write_stamp(time)) < time + timedelta(seconds=1)
