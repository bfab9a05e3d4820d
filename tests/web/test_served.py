"""A release is served before it was read to its end, where there is none before it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg.errors import ReleaseError
from govkg.graph.columns.statements import Statements
from govkg.release.layout import Layout
from govkg.release.verification import inspection
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from govkg.web.served import Releases


@contextmanager
def reading(monkeypatch: pytest.MonkeyPatch, verdict: Callable[[], None]) -> Iterator[None]:
    """Let whoever reads a release wait for the end, and come to a *verdict* then."""
    end = threading.Event()

    def read(_: Layout) -> None:
        end.wait()
        verdict()

    monkeypatch.setattr(inspection, "_PATIENCE", 0.0)
    monkeypatch.setattr(inspection, "check_whole", read)
    try:
        yield
    finally:
        end.set()


def test_what_is_still_being_read_is_served_without_a_turn_through_a_thread(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests have it at once; what is asked again is not recalled yet."""
    releases = Releases(project / "releases")
    assert releases.settled() is None
    with reading(monkeypatch, lambda: None):
        served = releases.active()
        assert releases.settled() is served
        assert releases.moment() is None


def test_a_large_release_does_not_keep_anybody_waiting(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(monkeypatch, lambda: None):
        monkeypatch.setattr(inspection, "_PATIENCE", 600.0)
        monkeypatch.setattr(inspection, "_SMALL", 0)
        assert Releases(project / "releases").active().id


def test_what_turns_out_to_be_damaged_is_not_served_on(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From when somebody hears of it on."""

    def damaged() -> None:
        raise ReleaseError("torn")

    releases = Releases(project / "releases")
    with reading(monkeypatch, damaged):
        releases.active()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.name.endswith("(_inspect)"):
            thread.join()
    with pytest.raises(ReleaseError, match="torn"):
        releases.active()
    assert releases.settled() is None


def test_a_release_is_mapped_a_moment_after_the_start(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that what is asked for first need not wait for it, page by page."""
    mapped = threading.Event()
    monkeypatch.setattr(Statements, "populate", lambda _: mapped.set())
    with TestClient(create_app(read_project(project), Settings())):
        assert mapped.wait(10)
