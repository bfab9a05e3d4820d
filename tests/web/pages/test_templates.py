"""Templates: each is looked at, is small, and knows no property."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg import web
from govkg.settings import Settings
from govkg.vocabulary import PREFIXES
from govkg.web.app import create_app
from page_types import FAILING, page_types, templates_of_pages
from seed import PAGES, publish_seed

FOLDER = Path(web.__file__).parent / "templates"
HTML = {"Accept": "text/html"}
_LINES = 120
_HEAVIEST = 100_000


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    project = publish_seed(tmp_path_factory.mktemp("seed"))
    with TestClient(create_app(project, Settings())) as started:
        yield started


def test_every_template_has_a_page_that_is_looked_at(
    client: TestClient, rendered: set[str]
) -> None:
    pages = page_types(client.get("/health").json()["release"])
    assert set(pages) == templates_of_pages()
    for template, path in pages.items():
        rendered.clear()
        response = client.get(path, headers=HTML)
        assert response.status_code == (404 if template == FAILING else 200), path
        assert template in rendered, path


@pytest.mark.parametrize("path", sorted(PAGES.values()))
def test_a_page_of_the_seed_is_light(client: TestClient, path: str) -> None:
    assert 0 < len(client.get(path, headers=HTML).content) < _HEAVIEST


def test_every_type_of_page_is_light(client: TestClient) -> None:
    pages = page_types(client.get("/health").json()["release"])
    sizes = {path: len(client.get(path, headers=HTML).content) for path in pages.values()}
    sizes["/fragments"] = len(client.get("/fragments", headers=HTML).content)
    assert {path: size for path, size in sizes.items() if size >= _HEAVIEST} == {}


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_a_template_is_small_and_knows_no_property(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= _LINES
    assert not re.findall(rf"\b(?:{'|'.join(PREFIXES)}):\w+", source)
