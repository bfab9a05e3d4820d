"""A small dataset, served."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg.publish.publication import publish_project
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from projects import THINGS


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the dataset."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "data").mkdir()
    (folder / "data" / "things.ttl").write_text(THINGS, encoding="utf-8")
    (folder / "data" / "copy.ttl").write_text(THINGS, encoding="utf-8")
    (folder / "govkg.toml").write_text(
        'title = "Things"\nbase_iri = "https://example.org/"\nshapes = []\n', encoding="utf-8"
    )
    publish_project(read_project(folder))
    return folder


@pytest.fixture(scope="module")
def client(project: Path) -> Iterator[TestClient]:
    """Serve it; redirects are not followed, so that they can be looked at."""
    settings = Settings(query_timeout=2, body_bytes=10_000, result_bytes=10_000)
    app = create_app(read_project(project), settings)
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as started:
        yield started
