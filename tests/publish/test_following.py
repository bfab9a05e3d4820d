"""What follows from the release before is what would be made anew."""

import os
import random
import shutil
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import pytest

from govkg.processes import apart
from govkg.publish import ahead, content, unfinished
from govkg.publish.content import Content, Written, write_content
from govkg.publish.proving import prove
from govkg.publish.publication import publish_project
from govkg.release import pieces
from govkg.release.files import following, writing
from govkg.release.files.following import Basis
from govkg.release.layout import Layout
from govkg.release.verification.checksums import is_whole
from govkg.release.verification.mending import mend
from govkg.settings import read_project
from projects import BASE, THING, MakeProject
from seed import EVENT, ROOT


def publish(folder: Path) -> Layout:
    layout = publish_project(read_project(folder), allow_shrink=True).layout
    assert layout is not None
    return layout


def complaints(layout: Layout) -> list[str]:
    return [words for check in prove(layout) for words in check.complaints]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the project of this repository."""
    folder = tmp_path_factory.mktemp("published")
    for name in ("govkg.toml", "data", "queries"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, folder / name)
    publish(folder)
    return folder


@pytest.fixture
def project(published: Path, tmp_path: Path) -> Path:
    """Copy it, as it may be changed."""
    return shutil.copytree(published, tmp_path / "project", symlinks=True)


def shared_files(one: Layout, other: Layout) -> set[int]:
    """Give the inodes that the stores of two releases share."""
    ours, theirs = ({file.stat().st_ino for file in x.store.iterdir()} for x in (one, other))
    return ours & theirs


def size(file: Path) -> int:
    """Give the size of *file*."""
    return file.stat().st_size


def damage(file: Path) -> None:
    """Flip a bit in the middle of *file*, which others may share."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    with file.open("rb+") as target:
        target.write(content)


def edit(project: Path, *, before: str, after: str) -> None:
    file = project / "data" / f"{EVENT}.ttl"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_of_an_edit_that_breaks_a_rule_nothing_is_left(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is written while it is checked."""
    written: list[Path] = []

    def write(content: Content, layout: Layout, previous: Basis | None) -> Written:
        written.append(layout.folder)
        return write_content(content, layout, previous)

    monkeypatch.setattr(unfinished, "write_content", write)
    before = sorted((project / "releases").iterdir())
    edit(project, before="govkg:firmness firmness:firm", after='govkg:firmness "firm"')
    assert publish_project(read_project(project)).layout is None
    assert written
    assert sorted((project / "releases").iterdir()) == before


def test_a_release_follows_from_the_one_before(project: Path) -> None:
    """Nothing is built or counted anew, and all of it is as if it were."""
    before = (project / "releases" / "current").resolve()
    edit(project, before="Document on improving", after="A document on improving")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("build_index", "build_columns", "build_store", "count_statements"):
            patch.delattr(following, name)
        after = publish(project)
    assert complaints(after) == []
    assert complaints(Layout(before)) == []
    assert shared_files(Layout(before), after)


def test_of_what_is_published_already_no_report_is_written(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(content, "write_report")
    assert not publish_project(read_project(project)).changed


def _killed() -> Executor:
    """Give a process that ends before it has done anything."""
    executor = apart()
    executor.submit(os._exit, 1)
    return executor


@pytest.mark.parametrize("process", [apart, _killed])
def test_a_large_release_follows_in_a_process_of_its_own(
    project: Path, monkeypatch: pytest.MonkeyPatch, process: Callable[[], Executor]
) -> None:
    """Where it is killed, what it would have done is done here."""
    monkeypatch.setattr(writing, "_LITTLE", 0)
    monkeypatch.setattr(ahead, "apart", process)
    before = (project / "releases" / "current").resolve()
    edit(project, before="Document on improving", after="A document on improving")
    after = publish(project)
    assert complaints(after) == []
    assert shared_files(Layout(before), after)


@pytest.mark.parametrize(
    "name",
    [
        *("index.sqlite", "columns/terms.bin", "columns/triples.duckdb", "columns/statements.bin"),
        "statistics.json",
        *("files/commitments.csv.gz", "files/commitments.parquet", "table.json"),
        *("store", "files/dataset.nt.gz", "files/dataset.nq.gz", "pieces.json"),
    ],
)
def test_nothing_follows_from_what_is_damaged(project: Path, name: str) -> None:
    path = (project / "releases" / "current").resolve() / name
    damage(max(path.glob("*.sst"), key=size) if path.is_dir() else path)
    edit(project, before="Document on improving", after="A document on improving")
    assert complaints(publish(project)) == []


def test_damage_of_what_two_share_is_found_and_mended_in_both(project: Path) -> None:
    before = Layout((project / "releases" / "current").resolve())
    edit(project, before="Document on improving", after="A document on improving")
    after = publish(project)
    shared = shared_files(before, after)
    damage(max((file for file in after.store.iterdir() if file.stat().st_ino in shared), key=size))
    for layout in (before, after):
        assert not is_whole(layout)
        assert mend(layout)
        assert complaints(layout) == []
    assert not shared_files(before, after)


def test_a_graph_may_say_what_another_said_too(make_project: MakeProject) -> None:
    """What leaves one graph, or the default graph, stays in the merge while another says it."""
    line = f"<{BASE}thing/x> <{BASE}is> <{BASE}thing/y>"
    folder = make_project()
    file = folder / "data" / "more.nq"
    for graphs in ({"", "a", "b"}, {"a", "b"}, {"b"}, {"", "b"}, {""}):
        named = [f"<{BASE}graph/{graph}> " if graph else "" for graph in sorted(graphs)]
        file.write_text("".join(f"{line} {name}.\n" for name in named), encoding="utf-8")
        assert complaints(publish(folder)) == []


def _edit_at_random(folder: Path, chance: random.Random) -> None:
    """Change a text, add a file, rename or remove one."""
    files = sorted((folder / "data").glob("*.ttl"))
    file = chance.choice(files)
    text = file.read_text(encoding="utf-8")
    match chance.randrange(5):
        case 0:
            file.write_text(text.replace('"A', '"An edited a', 1), encoding="utf-8")
        case 1:
            number = chance.randrange(1_000)
            name = f"thing/{number}"
            added = THING.replace("thing/a", name).replace("thing/b", f"{name}#f")
            (folder / "data" / f"n{number}.ttl").write_text(added, encoding="utf-8")
        case 2 if len(files) > 1:
            file.unlink()
        case 3:
            file.rename(file.with_stem(f"r{chance.randrange(1_000)}"))
        case _:
            about = f'<thing/{chance.randrange(40)}> rdfs:label "also"@en ; a ex:Thing .\n'
            file.write_text(text + about, encoding="utf-8")


@pytest.mark.parametrize("seed", range(4))
def test_only_sources_that_changed_are_read_and_the_release_is_the_same(
    make_project: MakeProject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """After one edit after the other; byte by byte, as a publication from nothing has it."""
    monkeypatch.setattr(pieces, "_SUBJECTS", 3)
    folder = make_project({f"{number}.ttl": _thing(number) for number in range(20)})
    publish(folder)
    chance = random.Random(seed)  # noqa: S311  # nothing is secret here
    for number in range(6):
        _edit_at_random(folder, chance)
        with monkeypatch.context() as patch:
            patch.delattr(content, "canonical_form")
            after = publish(folder)
        other = tmp_path / f"anew{number}"
        shutil.copytree(folder, other, ignore=shutil.ignore_patterns("releases"))
        anew = publish(other)
        assert anew.folder.name == after.folder.name
        for file in (*anew.files.iterdir(), anew.pieces, anew.statistics, anew.manifest):
            found = (after.folder / file.relative_to(anew.folder)).read_bytes()
            assert found == file.read_bytes(), file.name


def _thing(number: int) -> str:
    return THING.replace("thing/a", f"thing/{number}").replace("thing/b", f"thing/{number + 1}")


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.nq", f"<{BASE}x> <{BASE}p> <{BASE}y> .\n"), ("b.ttl", "<x> <urn:p> [ <urn:q> 1 ] .")],
)
def test_files_with_graphs_or_blank_nodes_are_all_read(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    folder = make_project()
    publish(folder)
    (folder / "data" / name).write_text(text, encoding="utf-8")
    assert complaints(publish(folder)) == []
    (folder / "data" / name).unlink()
    monkeypatch.delattr(content, "canonical_form")
    with pytest.raises(NameError, match="canonical_form"):
        publish(folder)
