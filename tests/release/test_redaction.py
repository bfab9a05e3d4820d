"""Taking out what is wrong or unlawful: from everything that is kept, with a tombstone."""

import gzip
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg.cli import main
from govkg.errors import RedactedError, ReleaseError
from govkg.formats import N_QUADS, TRIG
from govkg.publish.proving import prove
from govkg.publish.publication import publish_project
from govkg.release.activation import active_id
from govkg.release.canonical import read_lines
from govkg.release.history.log import read_log
from govkg.release.history.reading import History
from govkg.release.history.redactions import Redaction
from govkg.release.kept import kept_releases
from govkg.release.layout import Layout
from govkg.release.upkeep.pruning import prune
from govkg.release.upkeep.redaction import redact
from govkg.release.verification.checksums import write_checksums
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from killing import Command, count_boundaries, run_killed
from merges import index_of
from projects import SHAPES, THING, MakeProject

SECRET = "https://example.org/thing/secret"  # noqa: S105  # no password
WORDS = "Nobody may know"
TEXT = f"""{THING}
<thing/secret> a ex:Thing ;
    rdfs:label "{WORDS}"@en ;
    ex:part <thing/secret#leg> .
<thing/secret#leg> rdfs:label "{WORDS} of this leg"@en .
<thing/b> ex:owes <thing/secret> .
"""
REDACTION = Redaction(iri=SECRET, reason="Ordered by a court.")


@pytest.fixture
def folder(make_project: MakeProject) -> Path:
    """Publish three releases with it: one is pruned, one is kept, one is active."""
    folder = make_project(shapes=SHAPES)
    for label in ("One", "Two", "Three"):
        text = TEXT.replace("Another", label).replace(WORDS, f"{WORDS} {label}")
        (folder / "data" / "things.ttl").write_text(text, encoding="utf-8")
        publish_project(read_project(folder))
    prune(folder / "releases", keep=2)
    return folder


def mentions(releases: Path, word: str) -> Iterator[Path]:
    """Give the files that have *word* in them, packed or not; the log may name what is gone."""
    for file in releases.rglob("*"):
        if file.is_file() and file.name not in {"log.jsonl", "history.sqlite", "manifest.json"}:
            body = file.read_bytes()
            if word.encode() in (gzip.decompress(body) if file.suffix == ".gz" else body):
                yield file


def test_what_was_withdrawn_before_is_not_left_in_what_follows(
    folder: Path, tmp_path: Path
) -> None:
    """Neither as strings of the store nor as pieces of words in the index."""
    releases = folder / "releases"
    (folder / "data" / "things.ttl").write_text(THING, encoding="utf-8")
    publish_project(read_project(folder), allow_shrink=True)
    active = Layout((releases / "current").resolve())
    assert list(mentions(active.store, WORDS))
    index_of(tmp_path / "built", read_lines(active.merge))
    assert active.index.read_bytes() != (tmp_path / "built").read_bytes()
    redact(releases, REDACTION)
    assert active_id(releases) == active.folder.name
    assert list(mentions(releases, WORDS)) == []
    assert active.index.read_bytes() == (tmp_path / "built").read_bytes()
    assert [words for check in prove(active) for words in check.complaints] == []


def test_what_is_redacted_is_nowhere_any_more(folder: Path) -> None:
    releases = folder / "releases"
    before = kept_releases(releases)
    assert list(mentions(releases, WORDS))
    entry = redact(releases, REDACTION).entry
    assert (entry.action, entry.redaction) == ("redact", REDACTION)
    assert read_log(releases)[-1] == entry
    assert list(mentions(releases, WORDS)) == []
    assert list(mentions(releases, SECRET)) == []
    assert set(kept_releases(releases)) == {*before, entry.release}
    assert active_id(releases) == entry.release
    history = History(releases)
    for version in history.changes(limit=99):
        assert SECRET.encode() not in history.body(version)
    assert {version.kind for version in history.versions_of(SECRET)} == {"withdrawn"}
    assert history.redaction(SECRET) == entry
    others = history.versions_of("https://example.org/thing/b")
    assert [b"One" in history.body(version) for version in others] == [True, False, False, False]


def test_releases_still_prove_themselves_and_say_why_their_content_has_another_id(
    folder: Path,
) -> None:
    releases = folder / "releases"
    redact(releases, REDACTION)
    for name in kept_releases(releases):
        for check in prove(Layout(releases / name)):
            assert check.complaints == (), (name, check.subject)
    (forged, *_) = (name for name in kept_releases(releases) if name != active_id(releases))
    manifest = Layout(releases / forged).manifest
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace("by a court", "by nobody"), encoding="utf-8")
    write_checksums(Layout(releases / forged))
    told = [text for check in prove(Layout(releases / forged)) for text in check.complaints]
    assert "no redaction in the log says why" in " ".join(told)


def test_what_others_lack_without_it_is_no_damage(folder: Path) -> None:
    """Its report is that of the release before, less what was about it."""
    releases = folder / "releases"
    redact(releases, Redaction(iri="https://example.org/thing/b", reason="Ordered by a court."))
    for name in kept_releases(releases):
        assert [
            check.complaints for check in prove(Layout(releases / name)) if check.complaints
        ] == []


def test_what_was_redacted_is_not_published_again_by_mistake(folder: Path) -> None:
    releases = folder / "releases"
    redact(releases, REDACTION)
    active = active_id(releases)
    with pytest.raises(RedactedError, match=r"things\.ttl:\d+: .* Ordered by a court"):
        publish_project(read_project(folder), allow_shrink=True)
    assert active_id(releases) == active
    publish_project(read_project(folder), allow_redacted=True)
    assert History(releases).withdrawn(SECRET) is None


def test_the_same_data_without_it_has_the_id_of_the_redacted_release(folder: Path) -> None:
    releases = folder / "releases"
    redact(releases, REDACTION)
    text = TEXT[: TEXT.index("\n<thing/secret>")].replace("Another", "Three")
    (folder / "data" / "things.ttl").write_text(text, encoding="utf-8")
    assert not publish_project(read_project(folder)).changed


def test_a_part_may_be_redacted_and_the_rest_stays(folder: Path) -> None:
    releases = folder / "releases"
    redact(releases, Redaction(iri=f"{SECRET}#leg", reason="A wrong leg."))
    assert list(mentions(releases, f"{SECRET}#leg")) == []
    assert History(releases).withdrawn(SECRET) is None
    assert list(mentions(releases, WORDS))


def test_readers_are_told_that_it_is_gone_and_why(folder: Path) -> None:
    releases = folder / "releases"
    older = read_log(releases)[1].release
    query = {"query": f"ASK {{ <{SECRET}> ?p ?o }}", "format": "json"}
    with TestClient(create_app(read_project(folder), Settings())) as client:
        assert client.get("/thing/secret.ttl").status_code == 200
        before = client.get(f"/releases/{older}/sparql", params=query)
        assert before.json()["boolean"] is True
        redact(releases, REDACTION)
        # A server reads a new release before it serves it: mostly at once, on a busy machine later.
        end = time.monotonic() + 30
        gone = client.get("/thing/secret", headers={"Accept": "application/json"})
        while gone.status_code != 410 and time.monotonic() < end:
            time.sleep(0.1)
            gone = client.get("/thing/secret", headers={"Accept": "application/json"})
        assert gone.status_code == 410
        assert gone.json()["reason"] == "Ordered by a court."
        again = client.get(
            f"/releases/{older}/sparql",
            params=query,
            headers={"If-None-Match": before.headers["etag"]},
        )
        assert again.json()["boolean"] is False


def test_what_nothing_says_anything_about_cannot_be_redacted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ReleaseError, match="no kept release says anything"):
        redact(folder / "releases", Redaction(iri="https://example.org/thing/x", reason="?"))
    command = ["redact", SECRET, "--reason", "Wrong.", "--project", str(folder)]
    assert main(command) == 0
    assert "copies elsewhere" in capsys.readouterr().out
    assert main(command) == 2


def redact_secret(folder: Path) -> None:
    """Run the command."""
    redact(folder / "releases", REDACTION)


def test_a_redaction_that_was_killed_is_finished_by_the_next(folder: Path) -> None:
    """Here and there; what it leaves behind is whole, though some may be left to do."""
    boundaries = count_boundaries(Command(redact_secret, folder))
    assert boundaries > 50
    (folder / "data" / "things.ttl").write_text(TEXT, encoding="utf-8")
    publish_project(read_project(folder), allow_redacted=True)
    for boundary in (1, boundaries // 3, boundaries // 2):
        if run_killed(Command(redact_secret, folder, boundary)):
            redact_secret(folder)
        assert list(mentions(folder / "releases", WORDS)) == []
        publish_project(read_project(folder), allow_redacted=True)


def test_a_release_beyond_mending_does_not_keep_the_others(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, and how to finish; once its folder is gone, nothing is left to do."""
    releases = folder / "releases"
    broken, *_ = (name for name in kept_releases(releases) if name != active_id(releases))
    for form in (N_QUADS, TRIG):
        Layout(releases / broken).dump(form).unlink()
    command = ["redact", SECRET, "--reason", REDACTION.reason, "--project", str(folder)]
    assert main(command) == 2
    out, err = capsys.readouterr()
    assert "redacted: <" in out
    assert f"{releases / broken} is damaged" in err
    assert "remove that folder" in err
    shutil.rmtree(releases / broken)
    assert not list(mentions(releases, WORDS))
    assert main(["verify", "--project", str(folder)]) == 0
