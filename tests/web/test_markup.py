"""Markup that a real extractor finds in pages, and what it says."""

from collections.abc import Iterator
from typing import Any

import extruct
import pytest
from starlette.testclient import TestClient

from govkg.settings import Settings
from govkg.web.app import create_app
from seed import ENTITIES, PIPES, publish_seed

TYPES = {
    "commitment": "Quotation",
    "several figures": "Quotation",
    "achievement": "Claim",
    "event": "Event",
    "person": "Person",
    "organisation": "Organization",
    "source": "WebPage",
    "pillar": "DefinedTerm",
    "indicator": "DefinedTerm",
    "unit": "Thing",
    "ontology": "DefinedTermSet",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    project = publish_seed(tmp_path_factory.mktemp("marked"))
    with TestClient(create_app(project, Settings())) as started:
        yield started


def markup(client: TestClient, path: str) -> Any:
    """Extract the one block of a page."""
    page = client.get(path, headers={"Accept": "text/html"})
    found = extruct.extract(page.text, base_url=str(page.url), syntaxes=["json-ld"])
    (block,) = found["json-ld"]
    return block


@pytest.mark.parametrize("kind", ENTITIES)
def test_a_page_says_what_it_is_about(client: TestClient, kind: str) -> None:
    block = markup(client, ENTITIES[kind])
    assert block["@type"] == TYPES[kind]
    path = ENTITIES[kind].removesuffix(".en.html")
    assert block["@id"] == f"https://w3id.org/govkg{path}"
    assert block["name"]


def test_a_commitment_is_somebodys_words_for_somebody(client: TestClient) -> None:
    block = markup(client, f"{PIPES}.en.html")
    assert block["creator"][0]["name"] == "Zhang Lilin"
    assert block["sourceOrganization"][0]["name"] == "Government of Liaoning Province"
    assert block["recordedAt"][0]["@id"] == "https://w3id.org/govkg/event/scio-liaoning-2024"
    assert "4,600 kilometers" in block["text"]


@pytest.mark.parametrize("path", ["/", "/dataset.en.html"])
def test_the_dataset_says_where_its_files_are(client: TestClient, path: str) -> None:
    block = markup(client, path)
    assert block["@type"] == "Dataset"
    assert block["license"] == "https://creativecommons.org/licenses/by/4.0/"
    files = {item["name"]: item for item in block["distribution"]}
    found = client.get(files["dataset.nt.gz"]["contentUrl"])
    assert found.status_code == 200
    assert f"{len(found.content)} B" == files["dataset.nt.gz"]["contentSize"]
