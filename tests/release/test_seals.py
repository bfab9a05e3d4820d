"""What nobody has written since it was published is known without reading it."""

import os
import time
from pathlib import Path

import pytest

from govkg.release.layout import SEALS, Layout
from govkg.release.verification import checksums
from govkg.release.verification.checksums import seal, whole_among, write_checksums
from govkg.release.verification.seals import sealed


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Make a release of two files, of which one was written just now."""
    layout = Layout(tmp_path / "0123456789abcdef")
    layout.folder.mkdir()
    for name in ("old", "new"):
        (layout.folder / name).write_text(name)
    write_checksums(layout)
    os.utime(layout.folder / "old", ns=(0, time.time_ns() - 10**9))
    os.utime(layout.folder / "new", ns=(0, time.time_ns()))
    seal(layout)
    return layout


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the files that are read."""
    names: list[str] = []
    compute = checksums.checksum

    def spy(path: Path) -> str:
        names.append(path.name)
        return compute(path)

    monkeypatch.setattr(checksums, "checksum", spy)
    return names


def test_only_what_may_have_been_written_since_is_read(layout: Layout, read: list[str]) -> None:
    paths = {layout.folder / "old", layout.folder / "new"}
    assert whole_among(layout, paths) == paths
    assert read == ["new"]


@pytest.mark.parametrize("text", ["odd", "older"])
def test_what_was_written_is_read(layout: Layout, read: list[str], text: str) -> None:
    old = layout.folder / "old"
    old.write_text(text)
    assert whole_among(layout, [old]) == frozenset()
    assert read == ["old"]


def test_another_file_in_its_place_is_read(layout: Layout, read: list[str]) -> None:
    old = layout.folder / "old"
    before = old.stat()
    other = layout.folder / "other"
    other.write_text("odd")
    os.utime(other, ns=(0, before.st_mtime_ns))
    other.replace(old)
    assert whole_among(layout, [old]) == frozenset()
    assert read == ["old"]


def test_a_seal_says_nothing_of_another_checksum(layout: Layout, read: list[str]) -> None:
    known = layout.checksums.read_text()
    layout.checksums.write_text(known.replace(sealed(layout)["old"], "0" * 64))
    assert whole_among(layout, [layout.folder / "old"]) == frozenset()
    assert read == []


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"0123456789abcdef": []}', '{"0123456789abcdef": {"old": 1}}', "\xff"]
)
def test_what_is_damaged_seals_nothing(layout: Layout, read: list[str], text: str) -> None:
    layout.folder.with_name(SEALS).write_text(text, encoding="latin-1")
    assert whole_among(layout, [layout.folder / "old"]) == {layout.folder / "old"}
    assert read == ["old"]


def test_a_release_that_was_not_published_last_is_read(layout: Layout, read: list[str]) -> None:
    other = Layout(layout.folder.with_name("fedcba9876543210"))
    layout.folder.rename(other.folder)
    assert whole_among(other, [other.folder / "old"]) == {other.folder / "old"}
    assert read == ["old"]
