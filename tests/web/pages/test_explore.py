"""The table of all statements: chosen, counted, sorted, paged, and the same in every form."""

import csv
import io
import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, Store, parse
from starlette.testclient import TestClient

from govkg.settings import Settings
from govkg.web.app import create_app
from govkg.web.pages.explore import table
from govkg.web.pages.explore.parameters import View, read_view
from seed import EVENT, publish_seed

BASE = "https://w3id.org/govkg/"
HTML = {"Accept": "text/html"}
VIEWS = [
    "",
    "pillar=pillar/housing",
    "pillar=pillar/housing&pillar=pillar/health",
    "year=2024",
    "year=2023&year=2024",
    "unit=unit:KiloM",
    "kind=govkg:Achievement",
    "firmness=vocabulary:firmness/intention",
    "speaker=person/zhang-lilin&kind=govkg:Commitment",
    "actor=org/cn-ln-government&pillar=pillar/education",
    f"event=event/{EVENT}&indicator=indicator/old-pipe-networks-renovated",
    "place=place/cn-ln&year=2024",
    "source=source/scio-liaoning-2024-05-09&type=vocabulary:result-type/outcome",
    "beneficiary=beneficiary/residents",
    "aim=commitment/scio-liaoning-2024/housing",
    "q=管网",
    "q=就业",
    "q=网",
    "q=kilometers",
    "q=renovate+4600+pipe",
    "q=employment&pillar=pillar/employment",
    "pillar=pillar/nowhere",
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    project = publish_seed(tmp_path_factory.mktemp("seed"))
    with TestClient(create_app(project, Settings())) as started:
        yield started


def listed(client: TestClient, query: str) -> list[str]:
    """Give the paths of the statements on all pages of a view."""
    found: list[str] = []
    address = f"/explore?{query}"
    while address:
        page = client.get(address, headers=HTML)
        assert page.status_code == 200, address
        rows = re.findall(r'<tr><th scope="row"><a href="([^"]+)"', page.text)
        assert len(rows) == len(set(rows))
        found += rows
        following = re.search(r'<a href="([^"]+)" rel="next">', page.text)
        address = following[1].replace("&amp;", "&") if following else ""
    return found


def total(client: TestClient, query: str) -> int:
    text = client.get(f"/explore?{query}", headers=HTML).text
    found = re.search(r"(\d+) statements? of 36", text)
    assert found is not None
    return int(found[1])


@pytest.mark.parametrize("query", VIEWS)
def test_a_view_is_the_same_in_every_form(client: TestClient, query: str) -> None:
    shown = listed(client, query)
    assert len(shown) == total(client, query)
    rows = list(csv.DictReader(io.StringIO(client.get(f"/explore.csv?{query}").text)))
    wanted = {f"{BASE}{path.removeprefix('/')}" for path in shown}
    assert {row["statement"] for row in rows} == wanted
    document = json.loads(client.get(f"/explore.jsonld?{query}").text)
    assert {node["@id"] for node in document["@graph"]} == wanted
    page = client.get(f"/explore?{query}", headers=HTML).text
    asked = re.search(r'href="(/sparql\?query=[^"]+)">SPARQL<', page)
    assert asked is not None
    answer = client.get(f"{asked[1]}&format=csv").text
    assert {line.partition(",")[0] for line in answer.splitlines()[1:]} == wanted


def test_names_are_in_the_order_of_the_language(client: TestClient) -> None:
    shown = {}
    for language in ("en", "zh"):
        page = client.get(f"/explore.{language}.html?sort=label").text
        shown[language] = re.findall(r'<tr><th scope="row"><a [^>]*><bdi>([^<]+)', page)
        assert len(shown[language]) == 36
    assert shown["en"] == sorted(shown["en"], key=str.casefold)
    initials = "".join(label[0] for label in shown["zh"])
    assert initials == "222打打大改继加加加进开扩普让让让让让让设实实市推推推围为稳已已优优由"


def test_a_view_is_what_the_address_says(client: TestClient) -> None:
    assert total(client, "") == 36
    assert total(client, "pillar=pillar/housing") == 6
    assert total(client, "unit=unit:KiloM") == 1
    assert total(client, "year=2024&pillar=pillar/employment") == 1
    assert total(client, "pillar=pillar/nowhere") == 0
    assert listed(client, "q=管网") == [f"/commitment/{EVENT}/housing-pipe-networks"]


def test_counts_beside_choices_are_those_of_the_view_with_the_choice(client: TestClient) -> None:
    page = client.get("/explore?year=2024", headers=HTML).text
    options = re.findall(
        r'<a href="(/explore[^"]*)" rel="nofollow"( aria-current="true")?><span>.*?</span> '
        r'<span class="count">(\d+)</span>',
        page,
    )
    assert len(options) > 10
    for address, chosen, number in options:
        query = address.partition("?")[2].replace("&amp;", "&")
        if not chosen and "year" not in query.replace("year=2024", ""):
            assert total(client, query) == int(number), address


def test_pages_go_on_behind_the_last_statement(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {
        sort: listed(client, f"sort={sort}") for sort in ("latest", "earliest", "label", "year")
    }
    monkeypatch.setattr(table, "PAGE", 7)
    for sort, paths in whole.items():
        assert len(paths) == 36
        assert listed(client, f"sort={sort}&page=other") == paths


def test_orders_are_what_they_are_called(client: TestClient) -> None:
    assert listed(client, "sort=earliest") == listed(client, "")[::-1]
    by_year = client.get("/explore?sort=year", headers=HTML).text
    assert by_year.index("2023</td>") < by_year.index("2024</td>")
    largest = listed(client, "unit=unit:PERCENT&sort=amount")
    assert [path.rpartition("/")[2] for path in largest[:2]] == [
        "education-special-needs-centres",
        "kindergarten-share",
    ]
    assert "size" not in client.get("/explore", headers=HTML).text


def test_the_json_is_part_of_the_data(client: TestClient) -> None:
    dump = Store()
    dump.load(client.get("/downloads/dataset.nt").content, format=RdfFormat.N_TRIPLES)
    told = parse(client.get("/explore.jsonld").content, format=RdfFormat.JSON_LD)
    triples = {quad.triple for quad in told}
    assert len(triples) > 300
    known = {quad.triple for quad in dump}
    assert not {str(triple) for triple in triples - known}


@pytest.mark.parametrize(
    "query",
    [
        "pillar=<script>",
        "unit=" + "x" * 5000,
        "year=twenty",
        "after=nowhere/at-all",
        "sort=sideways",
        "q=" + quote('"*^:()'),
        "q=" + "长" * 500,
        "unknown=1",
        "pillar=&pillar=",
        "kind=javascript:alert(1)",
        "actor=%00",
    ],
)
def test_a_strange_address_is_answered_calmly(client: TestClient, query: str) -> None:
    for path in ("/explore", "/explore.csv", "/explore.jsonld", "/search"):
        response = client.get(f"{path}?{query}", headers=HTML)
        assert response.status_code == 200, path
        assert "<script>alert" not in response.text
        assert 'href="javascript:' not in response.text


def test_an_address_is_read_as_it_is_written() -> None:
    view = View(
        chosen={"pillar": (f"{BASE}pillar/a",), "year": ("2024", "2025"), "unit": ("urn:x",)},
        words="管网 old",
        sort="label",
        after=f"{BASE}commitment/a",
    )
    from urllib.parse import parse_qsl

    assert read_view(parse_qsl(view.address(BASE).partition("?")[2]), BASE) == view


def test_a_search_finds_names_and_statements_and_says_what_is_near(client: TestClient) -> None:
    found = client.get("/search?q=管网", headers=HTML).text
    assert "2 matches" in found
    assert "/indicator/old-pipe-networks-renovated" in found
    assert f"/commitment/{EVENT}/housing-pipe-networks" in found
    near = client.get("/search?q=renovatoin", headers=HTML).text
    assert "0 matches" in near
    assert 'href="/search?q=renovation"' in near
    nothing = client.get("/search?q=xyzzy", headers=HTML).text
    assert "0 matches" in nothing
    assert "Nothing here has these words" in nothing
