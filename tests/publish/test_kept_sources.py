"""What is kept of sources is what they would be read as."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govkg.publish.checking import read_everything
from govkg.publish.kept_sources import KeptSources
from govkg.publish.publication import publish_project
from govkg.publish.sources import Source, read_file
from govkg.release.layout import SOURCES
from govkg.settings import read_project
from govkg.validation.parts.lines import Lines
from projects import BASE, THING, MakeProject

GRAPH = f"{BASE}graph/things"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Write a data file, and read it once."""
    file = tmp_path / "things.ttl"
    file.write_text(THING, encoding="utf-8")
    kept = KeptSources(tmp_path / SOURCES)
    read_file(file, GRAPH, base_iri=BASE, kept=kept)
    kept.keep()
    return file


def read(file: Path, *, graph: str = GRAPH, base_iri: str = BASE) -> Source:
    kept = KeptSources(file.parent / SOURCES)
    return read_file(file, graph, base_iri=base_iri, kept=kept)


def never(*_: object, **__: object) -> None:
    pytest.fail("a file was parsed again")


def test_a_file_is_parsed_once(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = read_file(file, GRAPH, base_iri=BASE)
    monkeypatch.setattr("govkg.publish.sources.parse", never)
    assert list(read(file).lines) == list(plain.lines)
    assert read(file).lines.digest == plain.lines.digest
    assert read(file).lines.size == plain.lines.size


def test_a_file_is_parsed_again_when_anything_differs(file: Path) -> None:
    assert f"<{BASE}graph/other>" in read(file, graph=f"{BASE}graph/other").lines[0]
    file.write_text(THING.replace("@base <https://example.org/> .\n", ""), encoding="utf-8")
    assert f"<{BASE}thing/a>" in read(file).lines[0]
    assert "<https://example.net/thing/a>" in read(file, base_iri="https://example.net/").lines[0]


def _flip(file: Path) -> None:
    with sqlite3.connect(file) as database:
        (body,) = database.execute("SELECT body FROM file").fetchone()
        flipped = bytes([body[0], body[1], body[2] ^ 1, *body[3:]])
        database.execute("UPDATE file SET body = ?", (flipped,))
    database.close()


def _scramble(file: Path) -> None:
    file.write_bytes(b"nonsense" * 99)


@pytest.mark.parametrize("damage", [_flip, _scramble])
def test_what_is_damaged_is_read_anew(file: Path, damage: Callable[[Path], None]) -> None:
    damage(file.parent / SOURCES)
    assert list(read(file).lines) == list(read_file(file, GRAPH, base_iri=BASE).lines)


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
    after = Lines.unpack(before.pack())
    assert list(after) == lines
    assert (len(after), after.size, after.digest) == (len(lines), before.size, before.digest)
