"""Files that are mapped: what the system does before anything is read."""

import mmap
import resource
from pathlib import Path

import pytest

from govkg.graph.columns import mapping
from govkg.graph.columns.mapping import map_file, populate

PAGES = 2000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a file of some pages."""
    path = tmp_path / "file"
    path.write_bytes(b"x" * mmap.PAGESIZE * PAGES)
    return path


def faults_of_reading(mapped: mmap.mmap) -> int:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    assert sum(mapped[place] for place in range(0, len(mapped), mmap.PAGESIZE)) == PAGES * ord("x")
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def test_to_read_what_was_mapped_at_once_takes_no_faults(file: Path) -> None:
    populated, other = map_file(file), map_file(file)
    if not populate([populated]):
        pytest.skip("the system has no MADV_POPULATE_READ")
    assert faults_of_reading(populated) < faults_of_reading(other) // 2


def test_files_that_are_large_beside_the_memory_are_left(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mapping, "_memory", lambda: mmap.PAGESIZE * PAGES)
    assert not populate([map_file(file)])


def test_a_system_that_cannot_leaves_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapping, "_POPULATE_READ", 1 << 20)
    assert not populate([map_file(file)])
