"""Fixtures that many tests share."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from projects import BASE, THING, MakeProject

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
        folder = tmp_path / "project"
        (folder / "data").mkdir(parents=True)
        names = "[]" if shapes is None else '["shapes"]'
        (folder / "govkg.toml").write_text(
            f'title = "Things"\nbase_iri = "{BASE}"\nshapes = {names}\n{settings}', encoding="utf-8"
        )
        if shapes is not None:
            (folder / "shapes").mkdir()
            (folder / "shapes" / "thing.ttl").write_text(shapes, encoding="utf-8")
        for name, content in ({"things.ttl": THING} if data is None else data).items():
            file = folder / "data" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return make
