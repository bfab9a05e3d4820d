"""The example queries as pages and as an API, on the data of this repository."""

import csv
import io
import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from govkg.settings import Settings
from govkg.web.app import create_app
from seed import ROOT, publish_seed

NAMES = sorted(file.stem for file in (ROOT / "queries" / "examples").glob("*.rq"))
ANSWERS = ROOT / "tests" / "data" / "answers"
DUE = "/queries/targets-due-by-year"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    project = publish_seed(tmp_path_factory.mktemp("seed"))
    with TestClient(create_app(project, Settings()), follow_redirects=False) as started:
        yield started


def rows(text: str) -> list[list[str]]:
    """Read CSV."""
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("name", NAMES)
def test_every_example_is_a_page_a_text_and_an_answer(client: TestClient, name: str) -> None:
    page = client.get(f"/queries/{name}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert f"/queries/{name}.csv" in page.text
    text = client.get(f"/queries/{name}.rq")
    assert text.headers["content-type"] == "application/sparql-query"
    answer = client.get(f"/queries/{name}.csv")
    assert answer.status_code == 200
    sent = client.get("/sparql", params={"query": text.text, "format": "csv"})
    assert sent.content == answer.content
    known = ANSWERS / f"{name}.csv"
    if known.exists():
        assert len(rows(answer.text)) == len(rows(known.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", NAMES)
def test_every_example_asks_in_the_language_of_its_reader(client: TestClient, name: str) -> None:
    english, chinese = (client.get(f"/queries/{name}.{code}.html").text for code in ("en", "zh"))
    (asked,) = re.findall(r'<h1 lang="zh">(.*)</h1>', chinese)
    assert re.search("[一-鿿]", asked)
    assert asked not in english
    for path in ("/queries/index", "/sparql"):
        assert asked in client.get(f"{path}.zh.html").text


def test_a_parameter_is_bound(client: TestClient) -> None:
    assert len(rows(client.get(f"{DUE}.csv?year=2023").text)) == 1
    assert len(rows(client.get(f"{DUE}.csv?year=2024").text)) == 4
    assert client.get(f"{DUE}.csv?year=").text == client.get(f"{DUE}.csv").text
    actor = "/queries/targets-by-actor.csv?actor=https%3A%2F%2Fw3id.org%2Fgovkg%2F"
    assert len(rows(client.get(f"{actor}org%2Fcn-ln-government").text)) == 15
    assert len(rows(client.get(f"{actor}org%2Fcn-scio").text)) == 1


def test_an_answer_has_an_address_for_good(client: TestClient) -> None:
    first = client.get(f"{DUE}.json?year=2024")
    assert first.headers["content-type"] == "application/sparql-results+json"
    address = first.headers["link"].removeprefix("<").partition(">")[0]
    release = first.headers["govkg-release"]
    assert address == f"http://testserver/releases/{release}{DUE}.json?year=2024"
    assert client.get(address).content == first.content
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"{DUE}.json?year=2024", headers=known).status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "word"),
    [
        (f"{DUE}.csv?year=soon", 400, "year"),
        (f"{DUE}.csv?year=2024&year=2025", 400, "twice"),
        (f"{DUE}.csv?colour=red", 400, "colour"),
        (f"{DUE}.ttl", 404, ".csv"),
        ("/queries/nothing.csv", 404, "nothing"),
        ("/releases/0123456789abcdef/queries/pledges-by-pillar.csv", 404, "release"),
        ("/queries/targets-by-actor.csv?actor=x%3E%20%7D%20SERVICE", 400, "actor"),
    ],
)
def test_what_cannot_be_answered_is_named(
    client: TestClient, path: str, status: int, word: str
) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert word in response.json()["detail"]


def test_without_an_extension_accept_decides(client: TestClient) -> None:
    for accept, kind in (
        ("text/html", "text/html; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-query", "application/sparql-query"),
    ):
        response = client.get(DUE, headers={"Accept": accept})
        assert response.headers["content-type"] == kind
    refused = client.get(f"{DUE}?year=2024", headers={"Accept": "image/png"})
    assert refused.status_code == 406
    for choice in refused.json()["choices"]:
        found = client.get(choice["href"])
        assert found.headers["content-type"].partition(";")[0] == choice["type"]
        assert "2024" in found.text or choice["type"] == "application/sparql-query"
    assert len(refused.json()["choices"]) == 5


def test_the_form_offers_what_the_data_has(client: TestClient) -> None:
    page = client.get("/queries/targets-by-actor", headers={"Accept": "text/html"}).text
    assert "Government of Liaoning Province</option>" in page
    page = client.get(f"{DUE}?year=2024", headers={"Accept": "text/html"}).text
    assert 'value="2024"' in page
    assert f"{DUE}.csv?year=2024" in page


def test_a_folder_is_found_without_its_slash(client: TestClient) -> None:
    for path in ("/queries", "/browse", "/downloads"):
        assert client.get(path).headers["location"] == f"http://testserver{path}/"
    listed = client.get("/queries/", headers={"Accept": "text/html"}).text
    assert all(f"/queries/{name}" in listed for name in NAMES)


def test_the_files_are_all_there() -> None:
    assert len(NAMES) == 23
