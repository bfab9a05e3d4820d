"""A disk that is full, and files that are not what they were."""

import gc
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from faults.world import World
from govkg.cli import main
from govkg.errors import ReleaseError
from govkg.release.layout import Layout, point_to
from govkg.release.verification.checksums import is_whole
from govkg.web.served import Releases
from killing import publish

MEGABYTE = 1024**2


@contextmanager
def small_disk(folder: Path, size: int) -> Iterator[None]:
    """Put a file system of *size* bytes at *folder*, with what is there already."""
    aside = folder.with_name("aside")
    folder.rename(aside)
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        made = subprocess.run(mount, check=False, capture_output=True)
    except FileNotFoundError:
        pytest.skip("no mount here")
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        shutil.copytree(aside, folder, symlinks=True, dirs_exist_ok=True)
        yield
    finally:
        gc.collect()  # what an error's traceback held open is closed
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607  # wherever it is


def taken(folder: Path) -> int:
    """Count the bytes in *folder*, in whole pages."""
    return sum(-(-path.lstat().st_size // 4096) * 4096 for path in folder.rglob("*"))


def test_a_disk_that_fills_up_on_the_way_loses_nothing(
    world: World, ids: list[str], scale: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = taken(world.releases)
    publish(world.folder)
    growth = taken(world.releases) - before
    world.reset()
    steps = 4 * scale
    for step in range(1, steps):
        with (
            small_disk(world.releases, before + growth * step // steps),
            monkeypatch.context() as m,
        ):
            m.setattr("govkg.publish.unfinished.check_space", lambda *_: None)
            code = main(["publish", "--project", str(world.folder)])
            if code:
                assert code == 2
                world.check_served(set(ids))
                assert not list(world.releases.glob(".unfinished-*"))
            else:
                world.check_clean(ids)
        world.releases.rmdir()
        world.releases.with_name("aside").rename(world.releases)
    publish(world.folder)
    world.check_clean(ids)


def test_a_disk_that_is_too_small_is_seen_beforehand(
    world: World, ids: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with small_disk(world.releases, taken(world.releases) + 4 * MEGABYTE):
        assert main(["publish", "--project", str(world.folder)]) == 2
        assert "make room" in capsys.readouterr().err
        world.check_clean(ids[:1])


def test_a_flipped_byte_in_any_file_is_refused_and_the_release_before_served_on(
    world: World, ids: list[str]
) -> None:
    publish(world.folder)
    release = Layout(world.releases / ids[1])
    files = [path for path in release.folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(files) > 20
    for file in files:
        point_to(world.releases, ids[0])
        server = Releases(world.releases)
        assert server.active().id == ids[0]
        kept = file.with_name("kept")
        file.rename(kept)
        content = bytearray(kept.read_bytes())
        content[len(content) // 3] ^= 0x20
        file.write_bytes(content)
        away = world.folder / "kept"
        kept.rename(away)
        point_to(world.releases, ids[1])
        assert server.active().id == ids[0], file
        with pytest.raises(ReleaseError):
            Releases(world.releases).active()
        away.rename(file)
        point_to(world.releases, ids[1])
        assert Releases(world.releases).active().id == ids[1]


def test_a_missing_file_is_refused_and_publishing_again_mends_it(
    world: World, ids: list[str]
) -> None:
    publish(world.folder)
    release = Layout(world.releases / ids[1])
    for file in sorted(path for path in release.folder.rglob("*") if path.is_file()):
        if not file.exists():  # a store that is made anew has other files
            continue
        file.unlink()
        with pytest.raises(ReleaseError):
            Releases(world.releases).active()
        publish(world.folder)
        assert is_whole(release)
        assert Releases(world.releases).active().id == ids[1]
    assert set(world.log) == set(ids)


def test_a_release_that_vanishes_is_served_on_until_the_next(world: World, ids: list[str]) -> None:
    server = Releases(world.releases)
    (document,) = server.active().documents.among(["https://example.org/thing/a"]).values()
    described = server.active().describer.describe(document)
    shutil.rmtree(world.releases / ids[0])
    (again,) = server.active().documents.among([document.iri]).values()
    assert server.active().describer.describe(again) == described
    publish(world.folder)
    assert server.active().id == ids[1]
