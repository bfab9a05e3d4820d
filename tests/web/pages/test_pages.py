"""What pages say, read as HTML: the figure, the words, who and where, and nothing dangerous."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from http import HTTPStatus
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from govkg.web.pages.charts.drawer import OwnDrawer
from govkg.web.pages.failures import Failure
from govkg.web.pages.rendering import Pages
from seed import ENTITIES, PAGES, PIPES, ROOT, publish_seed

HTML = {"Accept": "text/html"}
EDITOR = ROOT / "src" / "govkg" / "web" / "static" / "editor" / "yasgui.min.js"
HOSTILE = """\
@base <https://example.org/> .
@prefix ex: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<thing/script> a ex:Thing ;
    rdfs:label "<script>alert(1)</script>"@en , "\\"><img src=x onerror=alert(1)>"@fr ;
    ex:page <javascript:alert(1)> ;
    ex:data <data:text/html,x> ;
    ex:right "\\u202Etxet\\u202C" ;
    ex:long "LONG" .

<thing/nameless> a ex:Thing .
""".replace("LONG", "ab" * 5000)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    project = publish_seed(tmp_path_factory.mktemp("seed"))
    with TestClient(create_app(project, Settings()), follow_redirects=False) as started:
        yield started


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "data").mkdir()
    (folder / "data" / "things.ttl").write_text(HOSTILE, encoding="utf-8")
    settings = 'title = "<b>Things</b>"\nbase_iri = "https://example.org/"\nshapes = []\n'
    (folder / "govkg.toml").write_text(settings, encoding="utf-8")
    project = read_project(folder)
    publish_project(project)
    with TestClient(create_app(project, Settings()), follow_redirects=False) as started:
        yield started


class Page(HTMLParser):
    """The text, links, ids and elements of a page; unclosed elements are left in *open*."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})

    def __init__(self, source: str) -> None:
        """Read *source*."""
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: set[str] = set()
        self.open: list[str] = []
        self.feed(source)
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        values = {name: value or "" for name, value in attrs}
        data = tag == "script" and "json" in values.get("type", "")
        self.tags.add("data" if data else tag)
        assert not [name for name in values if name.startswith("on") or name == "style"]
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values["href"])
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Collect text; that of a block of data is not shown."""
        if self.open[-1:] != ["script"]:
            self.text += data


def read(client: TestClient, path: str, status: int = 200) -> Page:
    """Get a page and check that it is well-formed."""
    response = client.get(path, headers=HTML)
    assert response.status_code == status, path
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(response.text)
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert len(response.content) < 120_000
    return page


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_well_formed_and_its_links_lead_somewhere(client: TestClient, path: str) -> None:
    page = read(client, path)
    assert {"h1", "main", "nav"} <= page.tags
    scripted = path == "/" or path.startswith("/search") or (path == "/sparql" and EDITOR.is_file())
    assert ("script" in page.tags) == scripted
    inside = {link.partition("#")[0] for link in page.links if link.startswith("/")}
    assert inside
    for link in inside:
        assert client.get(link, headers=HTML).status_code in {200, 302, 303}, link


def test_a_commitment_is_its_figure_its_parts_and_its_words(client: TestClient) -> None:
    page = read(client, f"{PIPES}.en.html")
    assert "4,600 kilometres no year stated" in page.text
    for part in ("300 kilometres", "1,500 kilometres", "1,300 kilometres"):
        assert part in page.text
    assert "The parts add up to 4,600 kilometres." in page.text
    assert "“renovate another 4,600 kilometers of old pipe networks”" in page.text
    assert "characters 1,800–1,854 · Page of 9 May 2024" in page.text
    assert "Zhang Lilin, for Government of Liaoning Province" in page.text
    assert {"total", "gas", "water", "heating", "drainage", "quote-1"} <= set(page.ids)
    assert {f"{PIPES}.{extension}" for extension in ("ttl", "nt", "jsonld", "rdf")} <= set(
        page.links
    )


def test_the_parts_fill_the_whole(client: TestClient) -> None:
    source = client.get(f"{PIPES}.en.html", headers=HTML).text
    drawn = re.search(r'<svg class="parts".*?</svg>', source, re.DOTALL)
    assert drawn is not None
    widths = [float(rect.attrib["width"]) for rect in ET.fromstring(drawn[0]).iter("rect")]  # noqa: S314  # our own
    assert len(widths) == 4
    assert sum(widths) == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (
            "/commitment/scio-liaoning-2024/employment-support-2024.en.html",
            "more than 7 billion yuan",
        ),
        ("/commitment/scio-liaoning-2024/employment-support-2024.en.html", "7,000,000,000"),
        ("/commitment/scio-liaoning-2024/livelihoods-improve.en.html", "No number was promised"),
        (ENTITIES["achievement"], "76.5% 2023"),
        (ENTITIES["achievement"], "Reported"),
        (ENTITIES["several figures"], "18 million square metres"),
        (ENTITIES["event"], "30 promised, 6 reported"),
        (ENTITIES["event"], "4,600 kilometres"),
        (ENTITIES["person"], "30 promised, 6 reported"),
        (ENTITIES["source"], "708bbb8cc1ab6a6b25f0478b73fa37f6dea5f7970b2749d1db86619553f86f4d"),
        ("/", "promises 30"),
        ("/", "event 1"),
        ("/", "date not stated; page of 9 May 2024 · 36 statements"),
        ("/browse/", "Commitment"),
        ("/browse/govkg:Commitment", "30 in all"),
        ("/downloads/", "dataset.ttl.gz"),
        ("/sparql", "Which targets fall due in or before a year?"),
        ("/ontology.en.html", "Ontology of government commitments"),
    ],
)
def test_a_page_says(client: TestClient, path: str, text: str) -> None:
    assert text in read(client, path).text


def test_an_event_is_in_the_order_of_speaking(client: TestClient) -> None:
    links = [
        link for link in read(client, ENTITIES["event"]).links if "/scio-liaoning-2024/" in link
    ]
    first, last = links[0], links[-1]
    assert first.endswith("livelihood-measures-issued.en.html")
    assert last.endswith("elderly-home-transformations.en.html")
    assert links.index(f"{PIPES}.en.html") < links.index(
        "/commitment/scio-liaoning-2024/health-key-specialties-2024.en.html"
    )


@pytest.mark.parametrize(
    ("path", "subject"),
    [(PIPES, rf"{re.escape(PIPES)}#([\w-]+)> a "), ("/ontology", r"^govkg:(\w+) a ")],
)
def test_a_fragment_lands_on_what_it_names(client: TestClient, path: str, subject: str) -> None:
    fragments = set(re.findall(subject, client.get(f"{path}.ttl").text, re.MULTILINE))
    assert len(fragments) > 10
    assert fragments <= set(read(client, f"{path}.en.html").ids)


def test_lists_are_paged_by_key(client: TestClient) -> None:
    seen: list[str] = []
    address = "/browse/oa:SpecificResource"
    while address:
        page = read(client, address)
        seen += [link for link in page.links if "#quote" in link]
        further = [link for link in page.links if link.startswith("?after=")]
        address = f"/browse/oa:SpecificResource{further[0]}" if further else ""
    assert len(seen) == len(set(seen)) == 59


def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(
    client: TestClient,
) -> None:
    assert "Nothing here" in read(client, "/nothing/here", status=404).text
    problem = client.get("/nothing/here", headers={"Accept": "text/turtle"})
    assert problem.status_code == 404
    assert problem.headers["content-type"] == "application/problem+json"


def test_hostile_data_is_shown_and_does_nothing(hostile: TestClient) -> None:
    page = read(hostile, "/thing/script.en.html")
    assert "<script>alert(1)</script>" in page.text
    assert {"script", "img"}.isdisjoint(page.tags)
    assert not [link for link in page.links if link.startswith(("javascript:", "data:"))]
    assert "javascript:alert(1)" in page.text
    assert "ab" * 5000 in page.text
    assert "<b>Things</b>" in read(hostile, "/").text
    assert "nameless" in read(hostile, "/thing/nameless.en.html").text
    assert (
        "<script>alert(1)</script>" in read(hostile, "/browse/https://example.org/ns%23Thing").text
    )


def test_what_is_not_to_be_had_as_asked_is_offered_otherwise() -> None:
    failure = Failure(
        HTTPStatus.NOT_ACCEPTABLE,
        "NotAcceptableError",
        "No acceptable format",
        "Available media types: text/turtle.",
        facts={"offers": ("text/turtle", "application/ld+json")},
        path="/thing/a?x",
    )
    page = Page(Pages(OwnDrawer()).failure(failure))
    assert {"/thing/a.ttl", "/thing/a.jsonld"} <= set(page.links)
    assert "/thing/a.rdf" not in page.links
