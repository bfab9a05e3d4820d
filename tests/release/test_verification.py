"""Whether a release is what it was: found out, told, and mended where it can be."""

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from pyoxigraph import NamedNode, Quad, Store

from govkg.errors import ReleaseError
from govkg.graph.columns.answering import Columns
from govkg.graph.columns.building import DATABASE
from govkg.graph.columns.terms import TERMS
from govkg.graph.index import Index
from govkg.publish.proving import prove
from govkg.publish.publication import publish_project
from govkg.release.layout import Layout, active_release
from govkg.release.manifest import REPORT
from govkg.release.verification import checksums
from govkg.release.verification.checksums import (
    check_whole,
    checksum,
    checksums_of,
    is_whole,
    write_checksums,
)
from govkg.release.verification.mending import mend
from govkg.settings import read_project
from projects import THING, MakeProject
from seed import publish_seed


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Publish the data of this repository."""
    publish_seed(folder := tmp_path_factory.mktemp("seed"))
    layout = active_release(folder / "releases")
    assert layout is not None
    return layout


@pytest.fixture
def layout(seed: Layout, tmp_path: Path) -> Layout:
    """Give a copy, to damage."""
    return Layout(shutil.copytree(seed.folder, tmp_path / seed.folder.name))


def complaints(layout: Layout) -> Iterator[str]:
    """Verify a release, and give all that is wrong with it."""
    for check in prove(layout):
        yield from check.complaints


def flip(file: Path) -> None:
    """Change one bit in the middle of *file*, in a new file of its name."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.unlink()
    file.write_bytes(content)


def test_a_release_is_what_it_was(layout: Layout) -> None:
    """Everything that is looked at is as it should be."""
    checks = list(prove(layout))
    assert len(checks) == 9
    assert [check.complaints for check in checks] == [()] * 9
    assert is_whole(layout)


def test_blank_nodes_have_the_same_names_everywhere(make_project: MakeProject) -> None:
    """In store and dumps, so that they can be compared."""
    folder = make_project({"a.ttl": THING + "<thing/a> ex:part [ ex:knows [ ex:n 1 ] ] .\n"})
    layout = publish_project(read_project(folder)).layout
    assert layout is not None
    assert list(complaints(layout)) == []


def test_a_flipped_bit_in_any_file_is_found(layout: Layout) -> None:
    """And the file is named."""
    files = [path for path in layout.folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(files) > 40
    for file in files:
        kept = file.read_bytes()
        flip(file)
        name = "release" if file == layout.checksums else file.name
        with pytest.raises(ReleaseError, match=name):
            check_whole(layout)
        file.write_bytes(kept)
    assert is_whole(layout)


def test_a_file_that_is_missing_or_strange_is_found(layout: Layout) -> None:
    """By its name."""
    layout.shapes.unlink()
    (layout.files / "extra.txt").write_text("hello", encoding="utf-8")
    with pytest.raises(
        ReleaseError, match=r"extra\.txt does not belong here, .*shapes\.nq is miss"
    ):
        check_whole(layout)


def test_a_forger_who_knows_of_the_checksums_is_found_too(layout: Layout) -> None:
    """The id, and all that follows from the canonical dump, are computed anew."""
    for path in (layout.canonical, layout.merge):
        text = gzip.decompress(path.read_bytes())
        path.write_bytes(gzip.compress(text.replace(b"4600", b"9600")))
    write_checksums(layout)
    told = " ".join(complaints(layout))
    assert "dataset.nq.gz was changed" in told
    assert "the content has the id" in told
    assert "dataset.ttl.gz would be written otherwise" in told
    assert "its named graphs are others" in told


def test_a_store_or_index_with_other_content_is_found(layout: Layout) -> None:
    """Though every checksum is right."""
    store = Store(str(layout.store))
    node = NamedNode("https://example.org/a")
    store.add(Quad(node, node, node, node))
    store.add(Quad(node, node, node))
    store.flush()
    del store
    with closing(sqlite3.connect(layout.index)) as database:
        database.execute("DELETE FROM label WHERE language = 'zh'")
        database.commit()
    write_checksums(layout)
    assert list(complaints(layout)) == [
        "its named graphs are others",
        "its default graph is not the merge",
        "its labels differ",
    ]


def test_columns_with_other_content_are_found(layout: Layout) -> None:
    """Numbers and terms are compared with those of the merge."""
    with duckdb.connect(layout.columns / DATABASE) as database:
        database.execute("UPDATE number SET value = 9600 WHERE value = 4600")
    terms = layout.columns / TERMS
    terms.write_bytes(terms.read_bytes().replace(b"4600", b"9600"))
    write_checksums(layout)
    assert list(complaints(layout)) == ["their terms.bin differs", "their table “number” differs"]


def test_a_report_that_validation_does_not_give_is_found(layout: Layout) -> None:
    """Results that were taken out, results that nobody finds; and pages laid out by no shape."""
    report = layout.files / REPORT
    text = report.read_text(encoding="utf-8")
    assert text.count("sh:Warning") == 1
    report.write_text(text.replace("sh:Warning", "sh:Info"), encoding="utf-8")
    layout.presentation.write_text("{}", encoding="utf-8")
    write_checksums(layout)
    told = list(complaints(layout))
    assert "presentation.json would be written otherwise" in told
    (strange,) = (text for text in told if text.startswith("nobody finds: "))
    (missing,) = (text for text in told if text.startswith("it lacks: "))
    assert strange.removeprefix("nobody finds: ").replace("Info", "Warning") == (
        missing.removeprefix("it lacks: ")
    )


def test_lines_out_of_order_are_no_canonical_dump(layout: Layout) -> None:
    """Nor are those in another form."""
    lines = gzip.decompress(layout.canonical.read_bytes()).splitlines(keepends=True)
    lines[0], lines[1] = lines[1], lines[0].replace(b" ", b"  ")
    layout.canonical.write_bytes(gzip.compress(b"".join(lines)))
    told = list(complaints(layout))
    assert "line 2 is not behind the one before it" in told
    assert "line 2 is written otherwise" in told


@pytest.mark.parametrize(
    "name",
    [
        "store/CURRENT",
        "index.sqlite",
        "statistics.json",
        "pieces.json",
        "files/dataset.nq.gz",
        "files/dataset.nt.gz",
        "files/dataset.ttl.gz",
    ],
)
def test_what_follows_from_the_dump_is_mended(layout: Layout, name: str) -> None:
    """Made anew, and whole as before."""
    flip(layout.folder / name)
    (layout.files / "extra.txt").write_text("hello", encoding="utf-8")
    assert mend(layout)
    assert list(complaints(layout)) == []
    assert not mend(layout)
    assert [path.name for path in layout.folder.parent.iterdir()] == [layout.folder.name]


@pytest.mark.parametrize("is_lost", [False, True])
def test_columns_are_made_anew_from_the_merge(layout: Layout, *, is_lost: bool) -> None:
    """Damaged ones, and those of a release from before there were any."""
    if is_lost:
        shutil.rmtree(layout.columns)
        write_checksums(layout)
    else:
        flip(next(layout.columns.glob("*.duckdb")))
    assert mend(layout)
    query = "SELECT (COUNT(?s) AS ?n) { ?s a <https://w3id.org/govkg/ontology#Commitment> }"
    answer = Columns(layout.columns).select(query, "https://w3id.org/govkg/")
    assert answer is not None
    assert b'"value":"30"' in b"".join(answer)
    assert not mend(layout)


def test_a_store_that_cannot_be_read_is_made_from_the_dump(layout: Layout) -> None:
    """As when a later Oxigraph has another format: its files are as they were written."""
    (layout.store / "CURRENT").write_text("MANIFEST-of-another-age\n", encoding="utf-8")
    write_checksums(layout)
    assert mend(layout)
    assert list(complaints(layout)) == []


@pytest.mark.parametrize("name", ["manifest.json", "shapes.nq", "files/validation-report.ttl"])
def test_what_follows_from_nothing_is_told(layout: Layout, name: str) -> None:
    """With the remedy; and what is there stays as it is."""
    flip(layout.folder / name)
    before = (layout.folder / name).read_bytes()
    with pytest.raises(ReleaseError, match="publish"):
        mend(layout)
    assert (layout.folder / name).read_bytes() == before
    assert [path.name for path in layout.folder.parent.iterdir()] == [layout.folder.name]


def write_as_another_version(layout: Layout) -> None:
    """Leave an index as an older version of the software would have left it, whole."""
    with closing(sqlite3.connect(layout.index)) as database:
        database.execute("PRAGMA user_version = 999")
    write_checksums(layout)


def test_an_index_of_another_version_is_made_anew(layout: Layout) -> None:
    write_as_another_version(layout)
    assert is_whole(layout)
    assert mend(layout)
    Index(layout.index).close()
    assert not list(complaints(layout))
    assert not mend(layout)


def test_publishing_with_another_version_makes_the_release_readable(
    make_project: MakeProject,
) -> None:
    project = read_project(make_project())
    first = publish_project(project).layout
    assert first is not None
    write_as_another_version(first)
    again = publish_project(project)
    assert again.layout == first
    Index(first.index).close()


def test_what_two_releases_share_is_not_read_again(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has the checksum that it had; what is only alike, or was copied, is read."""
    other = Layout(tmp_path / "other")
    shutil.copytree(layout.folder, other.folder)
    shared = other.store / "shared.sst"
    (kept,) = layout.store.glob("CURRENT")
    shared.hardlink_to(kept)
    read: list[Path] = []

    def read_and_tell(path: Path) -> str:
        read.append(path)
        return checksum(path)

    monkeypatch.setattr(checksums, "checksum", read_and_tell)
    write_checksums(other, checksums_of(other, layout))
    monkeypatch.undo()
    assert shared not in read
    assert other.store / "CURRENT" in read
    assert f"{checksum(kept)}  store/shared.sst\n" in other.checksums.read_text(encoding="utf-8")
