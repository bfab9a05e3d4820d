"""The data of this repository, served; and a project that was published three times, served."""

from collections.abc import Iterator

import pytest
import rdflib
from starlette.testclient import TestClient

from govkg.release.canonical import read_lines
from govkg.release.history.reading import History
from govkg.release.layout import Layout
from govkg.settings import Project
from histories import Keeper, three_releases
from seed import publish_seed
from serving import open_client


@pytest.fixture(scope="package")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return publish_seed(tmp_path_factory.mktemp("seed"))


@pytest.fixture(scope="package")
def seed_client(seed: Project) -> Iterator[TestClient]:
    with open_client(seed) as started:
        yield started


@pytest.fixture(scope="package")
def merge(seed: Project) -> rdflib.Graph:
    """Give all triples of the seed as the dump has them."""
    text = "\n".join(read_lines(Layout(seed.releases / "current").merge))
    return rdflib.Graph().parse(data=text, format="nt")


@pytest.fixture(scope="package")
def past(tmp_path_factory: pytest.TempPathFactory) -> tuple[Keeper, list[str]]:
    """Publish three releases: one promise changes, one is withdrawn, one comes."""
    return three_releases(tmp_path_factory.mktemp("past") / "project")


@pytest.fixture(scope="package")
def past_client(past: tuple[Keeper, list[str]]) -> Iterator[TestClient]:
    with open_client(past[0].project) as started:
        yield started


@pytest.fixture(scope="package")
def past_history(past: tuple[Keeper, list[str]]) -> Iterator[History]:
    opened = History(past[0].project.releases)
    yield opened
    opened.close()
