"""What is taken from the release before is what would be written anew, byte by byte."""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edits import EDITS, edited
from govkg.graph.store import open_store
from govkg.publish import loading
from govkg.publish.checking import Reading, read_everything
from govkg.publish.content import Checked, complete_release, write_content, written_content
from govkg.publish.sources.reading import Source
from govkg.publish.sources.subjects import Subjects
from govkg.release import pieces
from govkg.release.canonical import canonical_form
from govkg.release.files import dumps, following
from govkg.release.files.dumps import WrittenDumps
from govkg.release.files.following import Basis
from govkg.release.files.merged import Merged
from govkg.release.files.packing import Written, write_piece
from govkg.release.layout import Layout
from govkg.release.pieces import Cut, cut, read_pieces
from govkg.settings import read_project
from govkg.validation.parts.lines import Lines
from govkg.validation.parts.part import Part
from seed import ROOT

_LINES = st.sets(
    st.builds('<urn:{}> <urn:p> "{}" <urn:{}> .'.format, *(st.integers(0, 50) for _ in range(3)))
)


@pytest.fixture(scope="module", autouse=True)
def small_pieces() -> Iterator[None]:
    """Cut so often that the data of this repository has many pieces."""
    with patch.object(pieces, "_SUBJECTS", 7):
        yield


@pytest.fixture(scope="module")
def reading() -> Reading:
    """Read the data of this repository."""
    return read_everything(read_project(ROOT))


@pytest.fixture(scope="module")
def before(reading: Reading, tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Write a release of it."""
    return write(tmp_path_factory.mktemp("before"), reading, None)


def write(folder: Path, reading: Reading, previous: Layout | None) -> Layout:
    """Write a release into a new *folder*."""
    layout = Layout(folder / "release")
    folder.mkdir(exist_ok=True)
    basis = Basis.of(previous) if previous else None
    with written_content(reading, folder, previous) as content:
        complete_release(content, write_content(content, layout, basis), Checked.told(()), layout)
    return layout


def with_parts(reading: Reading, parts: Iterable[Part]) -> Reading:
    """Give what would be read from files that say what *parts* do."""
    sources = [
        (part.shared, Source(part.name, bytes, part.lines, Subjects.found(part.encoded, "")))
        for part in parts
    ]
    return replace(
        reading,
        own=tuple(source for shared, source in sources if not shared),
        shared=tuple(source for shared, source in sources if shared),
    )


def bodies(layout: Layout) -> dict[str, bytes]:
    """Give what follows from the content alone: all but store, index and columns."""
    inner = (layout.store, layout.columns)
    return {
        str(file.relative_to(layout.folder)): file.read_bytes()
        for file in layout.folder.rglob("*")
        if file.is_file()
        and file.parent not in inner
        and file not in {layout.index, layout.checksums}
    }


@pytest.mark.parametrize(("seed", "name"), list(enumerate(sorted(EDITS), start=1)))
def test_after_an_edit_every_file_is_as_if_there_were_none_before(
    reading: Reading, before: Layout, tmp_path: Path, name: str, seed: int
) -> None:
    after = with_parts(reading, edited(reading.parts, name, seed))
    followed = write(tmp_path / "followed", after, before)
    anew = write(tmp_path / "anew", after, None)
    assert bodies(followed) == bodies(anew)
    again = write(tmp_path / "again", reading, followed)
    assert bodies(again) == bodies(before)


def test_an_edit_writes_few_pieces(
    reading: Reading, before: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Cut] = []

    def count_and_write(one: Cut) -> Written:
        written.append(one)
        return write_piece(one)

    monkeypatch.setattr(dumps, "write_piece", count_and_write)
    monkeypatch.delattr(Merged, "gathered")
    after = with_parts(reading, edited(reading.parts, "change_value", 1))
    layout = write(tmp_path, after, before)
    count = len(read_pieces(layout.pieces).pieces)
    assert count > 50
    assert 0 < len(written) < 5


def test_nothing_is_taken_from_what_other_software_wrote(
    before: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert following.can_be_followed(before)
    monkeypatch.setattr(following, "SOFTWARE", "another")
    assert not following.can_be_followed(before)


def test_pieces_come_in_order_from_whoever_writes_them(
    reading: Reading, before: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From other processes, too."""
    monkeypatch.setattr(dumps, "_ALONE", 20_000)
    assert bodies(write(tmp_path, reading, None)) == bodies(before)


def test_a_store_is_the_same_where_it_is_begun_before_there_are_dumps(
    reading: Reading, before: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_ALONE", 0)
    monkeypatch.delattr(following, "build_store")
    layout = write(tmp_path, reading, None)
    assert set(open_store(layout.store)) == set(open_store(before.store))
    assert bodies(layout) == bodies(before)
    assert list(tmp_path.iterdir()) == [layout.folder]


def test_a_store_that_cannot_be_begun_is_written_when_there_are_dumps(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blank nodes have no names before."""
    monkeypatch.setattr(loading, "_ALONE", 0)
    part = Part("a.nq", Lines(["<urn:a> <urn:p> _:b <urn:g> ."]), shared=False)
    layout = write(tmp_path, with_parts(reading, [part]), None)
    assert len(open_store(layout.store)) == 2
    assert list(tmp_path.iterdir()) == [layout.folder]


def test_a_store_whose_beginning_was_killed_is_written_when_there_are_dumps(
    reading: Reading, before: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "_ALONE", 0)
    monkeypatch.setattr(loading, "load", end_process)
    layout = write(tmp_path, reading, None)
    assert set(open_store(layout.store)) == set(open_store(before.store))


def end_process(folder: Path, _: list[bytes]) -> None:
    """Begin a store, and be killed."""
    folder.with_name(f"{folder.name}-loading").mkdir()
    os._exit(1)


@given(_LINES)
def test_pieces_are_all_there_is_and_are_cut_alike(lines: set[str]) -> None:
    """Wherever one begins to cut: at any place where it was cut before."""
    encoded = sorted(line.encode() for line in lines)
    whole = list(cut(encoded))
    assert [line for one in whole for line in one.text().splitlines()] == encoded
    for number in range(len(whole)):
        rest = [line for one in whole[number:] for line in one.text().splitlines()]
        assert list(cut(rest)) == whole[number:]


def test_pieces_are_written_while_others_are_cut(
    reading: Reading, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a few wait for the next."""
    written: list[Cut] = []

    def count_and_write(one: Cut) -> Written:
        written.append(one)
        return write_piece(one)

    def cuts() -> Iterator[Cut]:
        for number, one in enumerate(cut(canonical_form(reading.texts))):
            assert len(written) == number
            yield one

    monkeypatch.setattr(dumps, "write_piece", count_and_write)
    with closing(WrittenDumps(tmp_path, cuts())) as found:
        assert len(found.pieces) == len(written) > 50


def test_of_content_that_comes_into_no_release_nothing_is_left(
    reading: Reading, tmp_path: Path
) -> None:
    """Its dumps have no name until then."""
    with written_content(reading, tmp_path, None) as content:
        assert content.quads
        assert list(tmp_path.iterdir()) == []
