"""What is seen of a folder of releases, and how soon."""

import os
from pathlib import Path

import pytest

from govkg.release.history.log import LOG
from govkg.release.layout import point_to
from govkg.web import watching
from govkg.web.watching import Watch


@pytest.fixture
def releases(tmp_path: Path) -> Path:
    """A folder of releases with one activation."""
    (tmp_path / "a").mkdir()
    (tmp_path / LOG).write_text("{}\n", encoding="utf-8")
    point_to(tmp_path, "a")
    return tmp_path


@pytest.fixture
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look anew each time."""
    monkeypatch.setattr(watching, "_PAUSE", -1)


@pytest.mark.usefixtures("eager")
def test_each_activation_and_each_entry_of_the_log_is_another_sight(releases: Path) -> None:
    watch = Watch(releases)
    first = watch.look()
    assert watch.look() == first
    point_to(releases, "a")
    second = watch.look()
    assert second.link != first.link
    with (releases / LOG).open("a", encoding="utf-8") as log:
        log.write("{}\n")
    assert watch.look().rest != second.rest
    assert watch.look().link == second.link


@pytest.mark.usefixtures("eager")
def test_nothing_published_is_seen_as_nothing(tmp_path: Path) -> None:
    seen = Watch(tmp_path / "none").look()
    assert (seen.link, seen.rest) == (None, None)


def test_for_a_moment_nobody_looks_again(releases: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []
    lstat = os.lstat

    def counted(path: str) -> os.stat_result:
        looks.append(path)
        return lstat(path)

    monkeypatch.setattr(os, "lstat", counted)
    now = [10.0]
    monkeypatch.setattr(watching, "monotonic", lambda: now[0])
    watch = Watch(releases)
    for step, count in ((0.0, 1), (0.001, 1), (0.01, 2)):
        now[0] = 10.0 + step
        watch.look()
        assert len(looks) == count
