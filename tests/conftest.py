"""Fixtures that many tests share."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from projects import MakeProject, write_project

# How long an example takes depends on what else the machine does.
settings.register_profile("govkg", deadline=None)
settings.load_profile("govkg")


@pytest.fixture(scope="session", autouse=True)
def _known_host() -> Iterator[None]:
    """Let servers answer for the host that Starlette's client asks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOVKG_HOSTS", "testserver")
        yield


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take nothing from the cache of who runs the tests, and leave nothing in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """Give a function that writes a project: data and shapes by name, settings as TOML lines."""

    def make(
        data: Mapping[str, str | bytes] | None = None,
        *,
        shapes: str | None = None,
        settings: str = "",
    ) -> Path:
        return write_project(tmp_path / "project", data, shapes=shapes, settings=settings)

    return make
