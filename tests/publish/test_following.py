"""What follows from the release before is what would be made anew."""

import shutil
from pathlib import Path

import pytest

from govkg.publish.proving import prove
from govkg.publish.publication import publish_project
from govkg.release.files import following
from govkg.release.layout import Layout
from govkg.settings import read_project
from seed import EVENT, ROOT


def publish(folder: Path) -> Layout:
    layout = publish_project(read_project(folder)).layout
    assert layout is not None
    return layout


def complaints(layout: Layout) -> list[str]:
    return [words for check in prove(layout) for words in check.complaints]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Publish the project of this repository, as it may be changed."""
    for name in ("govkg.toml", "data", "queries"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, tmp_path / name)
    publish(tmp_path)
    return tmp_path


def edit(project: Path, *, before: str, after: str) -> None:
    file = project / "data" / f"{EVENT}.ttl"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_a_release_follows_from_the_one_before(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is built anew, and all of it is as if it were."""
    for name in ("build_index", "build_columns"):
        monkeypatch.delattr(following, name)
    edit(project, before="Document on improving", after="A document on improving")
    assert complaints(publish(project)) == []


@pytest.mark.parametrize("name", ["index.sqlite", "columns/terms.bin", "columns/triples.duckdb"])
def test_nothing_follows_from_what_is_damaged(project: Path, name: str) -> None:
    file = (project / "releases" / "current").resolve() / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    edit(project, before="Document on improving", after="A document on improving")
    assert complaints(publish(project)) == []
