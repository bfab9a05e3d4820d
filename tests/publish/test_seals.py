"""A file that nobody has written since it was read is not opened again, any other is."""

import os
from contextlib import closing
from pathlib import Path

import pytest

from govkg.errors import SourceError
from govkg.publish.publication import publish_project
from govkg.publish.sources import seals
from govkg.publish.sources.headings import check_headings
from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.reading import Source, read_files
from govkg.release.layout import SOURCES
from govkg.settings import read_project
from projects import BASE, THING, MakeProject

GRAPH = f"{BASE}graph/things"
OTHER = THING.replace('"Another"', '"Annoyed"')
"""As long as it was."""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a data file long ago, and read it once."""
    monkeypatch.setattr(seals, "_APART", -1)
    file = tmp_path / "things.ttl"
    file.write_text(THING, encoding="utf-8")
    read(file)
    return file


def read(file: Path) -> Source:
    """Read *file*, unless it is known, and keep it."""
    with closing(KeptSources(file.parent / SOURCES)) as kept:
        (source,) = read_files([(file, GRAPH)], base_iri=BASE, kept=kept)
        kept.keep()
        list(source.lines)
    return source


def never(*_: object) -> bytes:
    pytest.fail("a file was opened again")


def test_a_file_that_stayed_is_not_opened(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = read(file)
    assert source.text == THING
    monkeypatch.setattr(Path, "read_bytes", never)
    assert read(file).key == source.key


def test_a_file_that_was_written_is_read(file: Path) -> None:
    file.write_text(OTHER, encoding="utf-8")
    assert "Annoyed" in "".join(read(file).lines)


def test_it_is_though_its_time_was_set_back(file: Path) -> None:
    found = file.stat()
    file.write_text(OTHER, encoding="utf-8")
    os.utime(file, ns=(found.st_atime_ns, found.st_mtime_ns))
    now = file.stat()
    assert (now.st_ino, now.st_size, now.st_mtime_ns) == (
        (found.st_ino, found.st_size, found.st_mtime_ns)
    )
    assert "Annoyed" in "".join(read(file).lines)


def test_a_file_that_was_just_written_is_read_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_APART", 3_600_000_000_000)
    file.write_text(THING + "\n", encoding="utf-8")
    before = seals.seal_of(file)
    monkeypatch.setattr("govkg.publish.sources.parsing.seal_of", lambda _: before)
    read(file)
    file.write_text(OTHER + "\n", encoding="utf-8")  # within the same tick of the clock
    assert "Annoyed" in "".join(read(file).lines)


def test_one_that_took_its_place_is_read(file: Path) -> None:
    other = file.with_name("other")
    other.write_text(OTHER, encoding="utf-8")
    other.replace(file)
    assert "Annoyed" in "".join(read(file).lines)


def test_what_is_damaged_of_a_file_that_stayed_is_read_anew(file: Path) -> None:
    plain = list(read(file).lines)
    (file.parent / SOURCES).write_bytes(b"nonsense" * 99)
    assert list(read(file).lines) == plain


def test_who_writes_a_file_meanwhile_is_told(file: Path) -> None:
    source = read(file)
    file.write_text(OTHER, encoding="utf-8")
    with pytest.raises(SourceError, match="meanwhile"):
        source.content()


def test_of_files_that_stayed_no_heading_is_read(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "_APART", -1)
    folder = make_project()
    first = publish_project(read_project(folder))
    monkeypatch.setattr("govkg.publish.sources.headings._look", never)
    assert publish_project(read_project(folder)).findings == first.findings


def test_a_slip_in_the_heading_of_a_file_that_stayed_is_told_again(file: Path) -> None:
    slip = THING.replace("2000/01/rdf-schema#>", "2000/01/rdf-schema/>")
    file.write_text(slip, encoding="utf-8")
    for _ in range(2):
        with closing(KeptSources(file.parent / SOURCES)) as kept:
            sources = read_files([(file, GRAPH)], base_iri=BASE, kept=kept)
            (finding,) = check_headings(sources, BASE, kept)
            assert finding.file == sources[0].name
            kept.keep()
