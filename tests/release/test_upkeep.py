"""Going back and clearing away: nothing is lost that the history knows."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from govkg.cli import main
from govkg.errors import ReleaseNameError
from govkg.formats import N_QUADS, TRIG, TURTLE
from govkg.publish.publication import publish_project
from govkg.release.activation import active_id
from govkg.release.canonical import read_lines
from govkg.release.history.log import read_log
from govkg.release.history.reading import History
from govkg.release.kept import find_release, kept_releases
from govkg.release.layout import Layout
from govkg.release.upkeep.pruning import prune
from govkg.release.upkeep.rollback import roll_back
from govkg.release.verification.checksums import checksum, is_whole, write_checksums
from govkg.settings import read_project
from projects import THING, MakeProject

B = "https://example.org/thing/b"
TEXTS = (THING, THING.replace("Another", "A third"), THING[: THING.index("<thing/b> a")])
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(make_project: MakeProject) -> Path:
    """Publish three releases, the last one without an entity."""
    folder = make_project()
    for text in TEXTS:
        (folder / "data" / "things.ttl").write_text(text, encoding="utf-8")
        publish_project(read_project(folder), allow_shrink=True)
    return folder


@pytest.fixture
def releases(folder: Path) -> Path:
    """Give the folder of the releases."""
    return folder / "releases"


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs a command on the project."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--project", str(folder), *arguments])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


def quads(folder: Path) -> set[Quad]:
    """Give what the release in *folder* holds."""
    text = "\n".join(read_lines(Layout(folder).canonical))
    return set(parse(text, format=RdfFormat.N_QUADS))


def ids(releases: Path) -> list[str]:
    """Give the releases in the order in which they were active."""
    return [entry.release for entry in read_log(releases)]


def test_a_rollback_is_a_new_entry(releases: Path) -> None:
    """Nothing that was logged is taken back."""
    first, second, third = ids(releases)
    entry = roll_back(releases, first)
    assert entry is not None
    assert (entry.action, entry.sequence) == ("rollback", 4)
    assert active_id(releases) == first
    assert ids(releases) == [first, second, third, first]
    assert roll_back(releases, "current") is None


def test_a_rollback_mends_what_it_goes_back_to(releases: Path) -> None:
    """If it can be mended."""
    layout = Layout(releases / ids(releases)[0])
    layout.index.unlink()
    roll_back(releases, layout.folder.name)
    assert is_whole(layout)


def test_pruning_keeps_the_latest_and_all_history(releases: Path) -> None:
    """The triples of every version can be had as before, and the log is as it was."""
    history = History(releases)
    versions = history.changes(limit=9)
    before = [history.body(version) for version in versions]
    assert sum(map(bool, before)) == 3
    pruned = prune(releases, keep=1)
    assert set(pruned.releases) == set(ids(releases)[:2])
    assert pruned.size > 100_000
    assert kept_releases(releases) == [ids(releases)[2]]
    assert history.changes(limit=9) == versions
    assert [history.body(version) for version in versions] == before
    assert len(history.activations()) == 3


def test_pruning_keeps_the_active_release_however_old_it_is(releases: Path) -> None:
    """And those before it by their last activation."""
    first, second, third = ids(releases)
    roll_back(releases, first)
    prune(releases, keep=2)
    assert set(kept_releases(releases)) == {first, third}
    assert second not in kept_releases(releases)
    assert prune(releases, keep=2).releases == ()


def test_what_a_kept_release_still_has_is_not_stored_twice(releases: Path) -> None:
    """Bodies are for what would be lost."""
    first, second, third = ids(releases)
    roll_back(releases, second)
    prune(releases, keep=1)
    history = History(releases)
    created, changed, withdrawn, back = history.versions_of(B)
    assert [created.release, changed.release, withdrawn.release] == [first, second, third]
    assert [row[0] for row in history._rows("SELECT version FROM body")] == [created.number]
    assert history.body(changed) == history.body(back) != history.body(created)


def test_releases_that_nobody_activated_are_cleared_away(releases: Path) -> None:
    """As a stopped publisher leaves them."""
    (releases / ids(releases)[0]).rename(releases / "0123456789abcdef")
    assert "0123456789abcdef" in prune(releases, keep=3).releases


def test_a_release_may_be_named_by_the_beginning_of_its_id(releases: Path) -> None:
    """Or by what it is; if several are meant, they are listed."""
    first, second, third = ids(releases)
    assert find_release(releases, second[:8]).folder.name == second
    assert find_release(releases, "current").folder.name == third
    assert find_release(releases, "previous").folder.name == second
    with pytest.raises(ReleaseNameError, match="several releases begin with “”"):
        find_release(releases, "")
    for name in ("zzz", "../x", "current/"):
        with pytest.raises(ReleaseNameError, match=f"kept: .*{first}"):
            find_release(releases, name)


def test_the_list_of_releases_tells_what_happened(run: Run, releases: Path) -> None:
    """Newest first, the active one marked, the pruned ones named."""
    first, _, third = ids(releases)
    prune(releases, keep=1)
    code, out, _ = run("releases")
    assert code == 0
    head, newest, *_, oldest = out.splitlines()
    assert head.split() == ["release", "since", "(UTC)", "by", "created", "changed", "withdrawn"]
    assert newest.split()[:2] == ["*", third]
    assert newest.split()[-3:] == ["0", "0", "1"]
    assert oldest.split()[0] == first
    assert oldest.split()[-4:] == ["2", "0", "0", "pruned"]


def test_a_difference_is_told_in_words(run: Run, releases: Path) -> None:
    """By entity and label, what was beside what is."""
    first, second, third = ids(releases)
    _, out, _ = run("diff", first, second[:9])
    assert out.splitlines() == [
        f"{first} to {second}: 0 created, 1 changed, 0 withdrawn; statements: 1 added, 1 removed",
        "",
        "changed: A third",
        f"  <{B}>",
        "  - rdfs:label: “Another”@en",
        "  + rdfs:label: “A third”@en",
    ]
    _, out, _ = run("diff")
    assert out.splitlines()[0].startswith(f"{second} to {third}: 0 created, 0 changed, 1 withdrawn")
    assert out.splitlines()[2:] == ["withdrawn: A third", f"  <{B}>"]
    _, out, _ = run("diff", third, second)
    assert "created: A third" in out


def test_a_difference_tells_what_else_was_changed(run: Run, folder: Path) -> None:
    """Settings, shapes and queries determine a release, too."""
    (folder / "queries" / "examples").mkdir(parents=True)
    (folder / "queries" / "examples" / "all.rq").write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    with (folder / "govkg.toml").open("a", encoding="utf-8") as file:
        file.write('description = "Things"\n')
    publish_project(read_project(folder))
    _, out, _ = run("diff")
    assert "also changed: setting description, query all" in out
    (folder / "data" / "things.ttl").rename(folder / "data" / "renamed.ttl")
    publish_project(read_project(folder))
    _, out, _ = run("diff")
    assert "statements moved from one file to another" in out


def test_a_patch_makes_one_release_of_the_other(run: Run, releases: Path) -> None:
    """Line by line, as RDF Patch has it."""
    first, second, _ = ids(releases)
    _, out, _ = run("diff", first, second, "--format", "patch")
    head, before, begin, *changes, end = out.splitlines()
    assert head == f"H id <https://example.org/releases/{second}/> ."
    assert before == f"H prev <https://example.org/releases/{first}/> ."
    assert (begin, end) == ("TX .", "TC .")
    dataset = quads(releases / first)
    for change in changes:
        (quad,) = parse(change[2:], format=RdfFormat.N_QUADS)
        (dataset.add if change[0] == "A" else dataset.remove)(quad)
    assert dataset == quads(releases / second)


def test_verifying_says_what_was_looked_at_and_what_does_not_match(
    run: Run, releases: Path
) -> None:
    """With exit code 2 where something does not; --mend makes it good."""
    third = Layout(releases / ids(releases)[2])
    code, out, _ = run("verify")
    assert code == 0
    assert out.count("yes") == 27
    third.index.unlink()
    third.index.write_bytes(b"nonsense")
    code, out, err = run("verify", "current")
    assert code == 2
    assert "not so  every file has its checksum" in out
    assert "index.sqlite was changed" in out
    assert f"damaged: {third.folder.name}" in err
    code, out, _ = run("verify", "--mend")
    assert code == 0
    assert f"mended: {third.folder.name}" in out


def test_mending_does_not_trust_the_checksums(run: Run, releases: Path) -> None:
    """Somebody who can write a file can write its checksum, and its line in the manifest."""
    third = Layout(releases / ids(releases)[2])
    forged = third.dump(TURTLE)
    told = checksum(forged)
    forged.write_bytes(forged.read_bytes() + gzip.compress(b"# forged\n"))
    shutil.rmtree(third.columns)
    text = third.manifest.read_text(encoding="utf-8").replace(told, checksum(forged))
    third.manifest.write_text(text, encoding="utf-8")
    write_checksums(third)
    code, out, _ = run("verify", "current")
    assert code == 2
    assert "dataset.ttl.gz" in out
    code, out, _ = run("verify", "--mend", "current")
    assert code == 0
    assert f"mended: {third.folder.name}" in out
    assert checksum(forged) == told
    assert run("verify", "current")[0] == 0


def test_a_link_to_anywhere_else_is_followed_by_nobody(run: Run, releases: Path) -> None:
    """And stands in no history; publishing puts it right."""
    active = active_id(releases)
    (releases / "current").unlink()
    (releases / "current").symlink_to("/tmp")  # noqa: S108  # nothing is written there
    assert active_id(releases) is None
    assert run("publish")[0] == 0
    assert active_id(releases) == active
    assert {entry.release for entry in read_log(releases)} == set(ids(releases))


def test_a_damaged_log_makes_no_release_look_damaged(run: Run, releases: Path) -> None:
    with (releases / "log.jsonl").open("a", encoding="utf-8") as log:
        log.write("nonsense\n")
    code, out, _ = run("verify")
    assert code == 0
    assert "not so" not in out


def test_a_forged_dump_is_never_called_whole(run: Run, releases: Path) -> None:
    """The id says otherwise; nothing is made from it."""
    third = Layout(releases / ids(releases)[2])
    for form in (N_QUADS, TRIG):
        path = third.dump(form)
        told, size = checksum(path), path.stat().st_size
        said = gzip.decompress(path.read_bytes()).replace(b"A thing", b"Forged!")
        path.write_bytes(gzip.compress(said))
        text = third.manifest.read_text(encoding="utf-8").replace(told, checksum(path))
        text = text.replace(f'"size": {size}', f'"size": {path.stat().st_size}')
        third.manifest.write_text(text, encoding="utf-8")
    write_checksums(third)
    code, out, err = run("verify", "--mend")
    assert code == 2
    assert f"whole: {third.folder.name}" not in out
    assert f"mended: {third.folder.name}" not in out
    assert "cannot be mended: the content has the id" in out
    assert f"damaged: {third.folder.name}" in err


def test_commands_about_releases_that_are_not_there_say_so(run: Run, releases: Path) -> None:
    """In one line, with exit code 2."""
    for arguments in (["rollback", "zzz"], ["diff", "zzz"], ["verify", "zzz"]):
        code, _, err = run(*arguments)
        assert code == 2
        assert f"no release “zzz” is kept in {releases}" in err


def test_a_project_without_releases_has_an_empty_list(
    make_project: MakeProject, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing to verify, to prune or to go back to."""
    project = str(make_project())
    assert main(["releases", "--project", project]) == 0
    assert main(["verify", "--project", project]) == 0
    assert main(["prune", "--keep", "1", "--project", project]) == 0
    assert main(["rollback", "previous", "--project", project]) == 2
    assert "kept: none" in capsys.readouterr().err
