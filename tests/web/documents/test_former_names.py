"""Entities that were renamed, merged or withdrawn: who asks for them is told."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from projects import THING, MakeProject

LINKS = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<thing/old> dcterms:isReplacedBy <thing/older> ; owl:deprecated true .
<thing/older> dcterms:isReplacedBy <thing/a> .
<thing/b> dcterms:isReplacedBy <thing/a> .
<thing/gone> dcterms:isReplacedBy <https://elsewhere.example/x> .
<thing/round> dcterms:isReplacedBy <thing/about> .
<thing/about> dcterms:isReplacedBy <thing/round> .
"""


@pytest.fixture
def client(make_project: MakeProject) -> Iterator[TestClient]:
    """Serve a project with former names."""
    project = read_project(make_project({"things.ttl": THING + LINKS}))
    publish_project(project)
    with TestClient(create_app(project, Settings()), follow_redirects=False) as started:
        yield started


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/thing/old", "/thing/a"),
        ("/thing/older", "/thing/a"),
        ("/thing/old.ttl", "/thing/a.ttl"),
        ("/thing/old.en.html", "/thing/a.en.html"),
        ("/thing/gone", "https://elsewhere.example/x"),
    ],
)
def test_a_former_name_leads_on_for_good(client: TestClient, path: str, location: str) -> None:
    response = client.get(path)
    assert response.status_code == 301
    assert response.headers["location"].endswith(location)


def test_an_entity_that_is_replaced_stays_what_it_is(client: TestClient) -> None:
    assert client.get("/thing/b.ttl").status_code == 200
    assert client.get("/thing/b").status_code == 303


def test_names_that_lead_round_in_a_circle_lead_nowhere_else(client: TestClient) -> None:
    assert client.get("/thing/round").status_code == 303
