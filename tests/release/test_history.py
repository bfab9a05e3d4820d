"""The history: what each publication changed, derived from log and dumps."""

import gzip
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from govkg.errors import NotFoundError, ReleaseError
from govkg.publish.publication import publish_project
from govkg.release.activation import activate, only_writer
from govkg.release.history.log import LOG, read_log
from govkg.release.history.reading import History
from govkg.release.history.versions import HISTORY, Kind, Version
from govkg.release.layout import CURRENT
from govkg.release.upkeep.pruning import prune
from govkg.settings import read_project
from govkg.terminal.releases import list_activations
from projects import THING, MakeProject

A, B, C = (f"https://example.org/thing/{name}" for name in "abc")
LATER = datetime.now(UTC) + timedelta(days=1)


def publish(folder: Path, text: str = THING, name: str = "things.ttl") -> str:
    """Publish *text* in place of what was there; give the release's id."""
    (folder / "data" / name).write_text(text, encoding="utf-8")
    layout = publish_project(read_project(folder), allow_shrink=True).layout
    assert layout is not None
    return layout.folder.name


def told(versions: list[Version]) -> list[tuple[int, str, str]]:
    """Give what most tests look at."""
    return [(version.number, version.document, version.kind) for version in versions]


CHANGED = THING.replace("Another", "Quite another")
WITHOUT_B = THING[: THING.index("<thing/b> a")]


def test_each_publication_tells_what_it_created_changed_and_withdrew(
    make_project: MakeProject,
) -> None:
    """In the history, and in the log by numbers."""
    folder = make_project()
    first = publish(folder)
    publish(folder, CHANGED + "<thing/c> a ex:Thing .\n")
    publish(folder, WITHOUT_B)
    history = History(folder / "releases")
    assert told(history.changes(limit=10)) == [
        (1, A, "created"),
        (2, B, "created"),
        (3, B, "changed"),
        (4, C, "created"),
        (5, B, "withdrawn"),
        (6, C, "withdrawn"),
    ]
    entries = read_log(folder / "releases")
    assert history.activations() == entries
    assert [(e.sequence, e.action) for e in entries] == [(n, "publish") for n in (1, 2, 3)]
    assert entries[0].release == first
    assert all(entry.software.startswith("govkg ") for entry in entries)
    assert [entry.summary.model_dump() for entry in entries] == [
        {"created": 2, "changed": 0, "withdrawn": 0, "added": 6, "removed": 0},
        {"created": 1, "changed": 1, "withdrawn": 0, "added": 2, "removed": 1},
        {"created": 0, "changed": 0, "withdrawn": 2, "added": 0, "removed": 3},
    ]


def test_the_versions_of_a_document_say_when_each_held(make_project: MakeProject) -> None:
    """Each until the next; the state of a time is found, and its triples."""
    folder = make_project()
    publish(folder)
    publish(folder, CHANGED)
    publish(folder, WITHOUT_B)
    history = History(folder / "releases")
    created, changed, withdrawn = history.versions_of(B)
    assert created.until == changed.time
    assert changed.until == withdrawn.time
    assert withdrawn.until is None
    assert history.version_at(B, created.time) == created
    assert history.version_at(B, created.time - timedelta(seconds=1)) is None
    assert history.version_at(B, LATER) == withdrawn
    assert b'"Another"@en' in history.body(created)
    assert b'"Quite another"@en' in history.body(changed)
    assert history.body(withdrawn) == b""
    several = [withdrawn, changed, created]
    assert list(history.bodies(several)) == [history.body(version) for version in several]
    assert history.times_of([1, withdrawn.number]) == {
        1: created.time,
        withdrawn.number: withdrawn.time,
    }
    assert history.withdrawn(B) == withdrawn
    assert history.withdrawn(A) is None
    assert history.withdrawn(C) is None


def test_lists_come_a_page_at_a_time_by_keys(make_project: MakeProject) -> None:
    """Living documents by IRI, versions by number, from both ends."""
    folder = make_project()
    publish(folder)
    publish(folder, WITHOUT_B + "<thing/c> a ex:Thing .\n")
    history = History(folder / "releases")
    assert told(history.last_changes(limit=1)) == [(1, A, "created")]
    assert told(history.last_changes(after=A, limit=5)) == [(4, C, "created")]
    assert told(history.changes(after=2, limit=1)) == [(3, B, "withdrawn")]
    assert [version.number for version in history.changes_before(limit=2)] == [4, 3]
    assert [version.number for version in history.changes_before(3, limit=5)] == [2, 1]
    assert history.last_number() == 4


def test_the_release_of_a_day_and_the_one_before_are_found(make_project: MakeProject) -> None:
    """For Memento and for “previous version”."""
    folder = make_project()
    first, second = publish(folder), publish(folder, CHANGED)
    history = History(folder / "releases")
    one, two = history.activations()
    assert history.activation_at(one.time) == one
    assert history.activation_at(LATER) == two
    assert history.activation_at(one.time - timedelta(seconds=1)) is None
    assert history.previous(second) == one
    assert history.previous(first) is None
    assert history.latest() == two


def test_publishing_a_former_state_again_is_a_new_entry(make_project: MakeProject) -> None:
    """A, B, A has three."""
    folder = make_project()
    first = publish(folder)
    publish(folder, CHANGED)
    assert publish(folder) == first
    history = History(folder / "releases")
    assert len(history.activations()) == 3
    assert [version.kind for version in history.versions_of(B)] == [
        Kind.CREATED,
        Kind.CHANGED,
        Kind.CHANGED,
    ]


def test_a_statement_that_moves_to_another_file_changes_no_document(
    make_project: MakeProject,
) -> None:
    """It is a new release, but nobody's page says anything else."""
    folder = make_project()
    publish(folder)
    (folder / "data" / "things.ttl").unlink()
    publish(folder, name="renamed.ttl")
    assert History(folder / "releases").last_number() == 2


def test_new_names_of_blank_nodes_change_no_document(make_project: MakeProject) -> None:
    """Only the document that leads to the new one is told."""
    folder = make_project()
    publish(folder, THING + "<thing/a> ex:part [ ex:knows <thing/b> ] .\n")
    publish(
        folder,
        THING + "<thing/a> ex:part [ ex:knows <thing/b> ] .\n<thing/b> ex:part [ a ex:Leg ] .\n",
    )
    assert told(History(folder / "releases").changes(after=2, limit=9)) == [(3, B, "changed")]


def test_only_what_the_publisher_names_has_versions(make_project: MakeProject) -> None:
    """Something said about a stranger's IRI is no document of ours."""
    folder = make_project()
    publish(folder, THING + "<https://elsewhere.example/x> a ex:Thing .\n")
    assert {v.document for v in History(folder / "releases").changes(limit=9)} == {A, B}


def test_a_history_that_is_lost_is_made_anew_from_the_log(make_project: MakeProject) -> None:
    """The next command that writes does it."""
    folder = make_project()
    publish(folder)
    publish(folder, CHANGED)
    history = History(folder / "releases")
    before = history.activations(), history.changes(limit=9)
    (folder / "releases" / HISTORY).unlink()
    assert history.activations() == []
    publish(folder, CHANGED)
    assert (history.activations(), history.changes(limit=9)) == before


def test_a_link_that_was_moved_by_hand_is_entered_in_the_log(make_project: MakeProject) -> None:
    """As is one that a stopped command moved."""
    folder = make_project()
    first, second = publish(folder), publish(folder, CHANGED)
    link = folder / "releases" / CURRENT
    link.unlink()
    link.symlink_to(first)
    publish(folder, CHANGED)
    assert [(entry.action, entry.release) for entry in read_log(folder / "releases")] == [
        ("publish", first),
        ("publish", second),
        ("rollback", first),
        ("publish", second),
    ]
    assert len(History(folder / "releases").versions_of(B)) == 4


def test_a_release_that_was_removed_by_hand_does_not_stop_the_next(
    make_project: MakeProject,
) -> None:
    """What may have changed since counts as changed."""
    folder = make_project()
    first = publish(folder)
    shutil.rmtree(folder / "releases" / first)
    publish(folder, WITHOUT_B)
    history = History(folder / "releases")
    assert told(history.changes(after=2, limit=9)) == [(3, A, "changed"), (4, B, "withdrawn")]
    with pytest.raises(NotFoundError, match="thing/b"):
        history.body(history.versions_of(B)[0])
    gone, there = list(history.bodies([history.versions_of(B)[0], history.versions_of(A)[-1]]))
    assert gone is None
    assert there == history.body(history.versions_of(A)[-1])


def test_a_line_that_was_cut_off_is_no_entry(make_project: MakeProject) -> None:
    """Its writer was stopped; the next entry takes its place."""
    folder = make_project()
    publish(folder)
    log = folder / "releases" / LOG
    with log.open("a", encoding="utf-8") as file:
        file.write('{"time": "2024-')
    assert len(read_log(folder / "releases")) == 1
    publish(folder, CHANGED)
    assert len(read_log(folder / "releases")) == 2
    assert all(json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())


def test_a_damaged_line_within_the_log_is_told(make_project: MakeProject) -> None:
    """With its number: nothing is published upon a history that cannot be read."""
    folder = make_project()
    publish(folder)
    log = folder / "releases" / LOG
    log.write_text("nonsense\n" + log.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"log\.jsonl:1: not an entry"):
        publish(folder, CHANGED)


def test_entries_that_the_log_lost_come_back(make_project: MakeProject) -> None:
    """From the history, before anything is added, and once each."""
    folder = make_project()
    publish(folder)
    publish(folder, CHANGED)
    log = folder / "releases" / LOG
    whole = log.read_bytes()
    for left in (b"", whole[: whole.index(b"\n") + 1]):
        log.write_bytes(left)
        publish(folder, CHANGED)
        assert log.read_bytes() == whole
    publish(folder, WITHOUT_B)
    assert log.read_bytes().startswith(whole)
    assert History(folder / "releases").activations() == read_log(folder / "releases")


def test_a_damaged_history_is_told(make_project: MakeProject) -> None:
    """With the way out, which works; what was active when stands in the log."""
    folder = make_project()
    first = publish(folder)
    file = folder / "releases" / HISTORY
    file.write_bytes(b"nonsense " * 1000)
    with pytest.raises(ReleaseError, match=r"history\.sqlite: .*; put it back from a backup"):
        publish(folder, CHANGED)
    assert first in list_activations(folder / "releases")
    file.unlink()
    publish(folder, CHANGED)
    assert len(History(folder / "releases").activations()) == 2


def test_times_never_run_backwards(
    make_project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the clock says: what depends on the order would break."""

    class Past(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]  # only with UTC
            del tz
            return datetime(2001, 1, 1, tzinfo=UTC)

    folder = make_project()
    first = publish(folder)
    monkeypatch.setattr("govkg.release.activation.datetime", Past)
    with only_writer(folder / "releases"):
        activate(folder / "releases", first, "rollback")
    one, two = read_log(folder / "releases")
    assert two.time == one.time


def test_the_quads_that_came_and_went_can_be_had(make_project: MakeProject) -> None:
    """As files, as long as the history is kept."""
    folder = make_project()
    publish(folder)
    publish(folder, CHANGED)
    releases = folder / "releases"
    history = History(releases)
    assert history.change_files(1) is None
    assert history.change_files(3) is None
    prune(releases, keep=1)
    files = history.change_files(2)
    assert files is not None
    (added,) = gzip.decompress(files.added.read_bytes()).decode().splitlines()
    (removed,) = gzip.decompress(files.removed.read_bytes()).decode().splitlines()
    assert '"Quite another"@en <https://example.org/graph/things> .' in added
    assert '"Another"@en <https://example.org/graph/things> .' in removed


def test_an_entity_that_was_renamed_is_withdrawn_under_its_former_name(
    make_project: MakeProject,
) -> None:
    """One that is merely replaced, as a pledge by a later one, is not."""
    folder = make_project()
    publish(folder)
    link = "@prefix dcterms: <http://purl.org/dc/terms/> .\n<thing/{}> dcterms:isReplacedBy {} .\n"
    publish(folder, WITHOUT_B + "<thing/c> a ex:Thing .\n" + link.format("b", "<thing/c>"))
    history = History(folder / "releases")
    assert told(history.changes(after=2, limit=9)) == [(3, B, "withdrawn"), (4, C, "created")]
    publish(folder, THING + link.format("a", "<thing/b>"))
    assert told(history.changes(after=4, limit=9))[0] == (5, A, "changed")
    (folder / "releases" / HISTORY).unlink()
    publish(folder, THING)
    assert [version.kind for version in history.versions_of(B)] == [
        "created",
        "withdrawn",
        "created",
    ]
