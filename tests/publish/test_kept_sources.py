"""What is kept of sources is what they would be read as."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govkg.publish.checking import read_everything
from govkg.publish.publication import publish_project
from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.reading import Source, read_files
from govkg.release.layout import SOURCES
from govkg.settings import read_project
from govkg.validation.parts.lines import Lines, Measure
from projects import BASE, THING, MakeProject

GRAPH = f"{BASE}graph/things"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a data file, and read it once."""
    file = tmp_path / "things.ttl"
    file.write_text(THING, encoding="utf-8")
    with closing(KeptSources(tmp_path / SOURCES)) as kept:
        read_one(file, GRAPH, kept=kept)
        kept.keep()
    return file


def read_one(
    file: Path, graph: str = GRAPH, *, base_iri: str = BASE, kept: KeptSources | None = None
) -> Source:
    """Read *file*, or take what is kept of it."""
    (source,) = read_files([(file, graph)], base_iri=base_iri, kept=kept)
    return source


class Read(NamedTuple):
    """What was read of a file."""

    lines: list[str]
    measure: Measure
    subjects: list[tuple[str, int | None]]


def read(file: Path, *, graph: str = GRAPH, base_iri: str = BASE) -> Read:
    """Read *file* as it is kept, and keep it."""
    with closing(KeptSources(file.parent / SOURCES)) as kept:
        found = all_of(read_one(file, graph, base_iri=base_iri, kept=kept))
        kept.keep()
    return found


def all_of(source: Source) -> Read:
    subjects = list(source.subjects.places(set(source.subjects)))
    return Read(list(source.lines), source.lines.measure, subjects)


def never(*_: object, **__: object) -> None:
    pytest.fail("a file was parsed again")


def test_a_file_is_parsed_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = all_of(read_one(file))
    monkeypatch.setattr("govkg.publish.sources.parsing.parse", never)
    assert read(file) == plain


def test_a_file_is_parsed_again_when_anything_differs(file: Path) -> None:
    assert f"<{BASE}graph/other>" in read(file, graph=f"{BASE}graph/other").lines[0]
    file.write_text(THING.replace("@base <https://example.org/> .\n", ""), encoding="utf-8")
    assert f"<{BASE}thing/a>" in read(file).lines[0]
    assert "<https://example.net/thing/a>" in read(file, base_iri="https://example.net/").lines[0]


def _flip(file: Path, column: str) -> None:
    with sqlite3.connect(file) as database:
        (value,) = database.execute(f"SELECT {column} FROM file").fetchone()  # noqa: S608  # ours
        if isinstance(value, bytes):
            value = bytes([*value[:-9], value[-9] ^ 1, *value[-8:]])
        else:
            value = f"{value}9"
        database.execute(f"UPDATE file SET {column} = ?", (value,))  # noqa: S608  # ours
    database.close()


def _scramble(file: Path) -> None:
    file.write_bytes(b"nonsense" * 99)


DAMAGES: dict[str, Callable[[Path], None]] = {
    **{f"flip {name}": partial(_flip, column=name) for name in ("lines", "subjects", "size")},
    "scramble": _scramble,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_damaged_is_read_anew_and_kept(
    file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plain = all_of(read_one(file))
    DAMAGES[name](file.parent / SOURCES)
    assert read(file) == plain
    monkeypatch.setattr("govkg.publish.sources.parsing.parse", never)
    assert read(file) == plain


def test_what_is_damaged_meanwhile_is_read_anew(file: Path) -> None:
    plain = all_of(read_one(file))
    with closing(KeptSources(file.parent / SOURCES)) as kept:
        source = read_one(file, kept=kept)
        _scramble(file.parent / SOURCES)
        assert all_of(source) == plain


def test_nothing_is_kept_of_what_is_gone(make_project: MakeProject) -> None:
    folder = make_project()
    publish_project(read_project(folder))
    with_it = _keys(folder / "releases" / SOURCES)
    data = folder / "data" / "things.ttl"
    data.write_text(THING.replace("Another", "Quite another"), encoding="utf-8")
    publish_project(read_project(folder))
    now = _keys(folder / "releases" / SOURCES)
    assert len(now) == len(with_it)
    assert now != with_it


def test_a_check_of_drafts_keeps_nothing(make_project: MakeProject, tmp_path: Path) -> None:
    draft = tmp_path / "things.ttl"
    draft.write_text(THING, encoding="utf-8")
    folder = make_project()
    read_everything(read_project(folder), [draft])
    assert not (folder / "releases" / SOURCES).exists()


def _keys(file: Path) -> set[str]:
    with sqlite3.connect(file) as database:
        keys = {key for (key,) in database.execute("SELECT key FROM file")}
    database.close()
    return keys


@given(st.lists(st.text().filter(lambda text: text and "\n" not in text)))
def test_packed_lines_are_the_lines(lines: list[str]) -> None:
    before = Lines(lines)
    after = Lines.kept(before.measure, lambda: before.packed)
    assert list(after) == sorted(set(lines))
    assert (len(after), after.measure) == (len(set(lines)), before.measure)


@given(st.lists(st.text('a"@ .<', min_size=1), unique=True))
def test_lines_that_lack_their_end_are_those_that_have_it(lines: list[str]) -> None:
    statements = sorted(line.encode() for line in lines)
    ended = Lines.ended(statements, b" <urn:g> .")
    assert list(ended) == [f"{statement.decode()} <urn:g> ." for statement in statements]
    assert len(ended.encoded) == ended.size
