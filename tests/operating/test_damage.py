"""What a server does when what it serves is damaged, gone, or of another version."""

import json
import logging
import shutil
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from govkg.cli import main
from govkg.release.layout import Layout, active_release
from govkg.release.verification.checksums import write_checksums
from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from projects import MakeProject
from serving import PATIENCE, served


def published(folder: Path) -> Layout:
    """Publish, and give the release."""
    assert main(["publish", "--project", str(folder)]) == 0
    layout = active_release(folder / "releases")
    assert layout is not None
    return layout


def asked(address: str) -> tuple[int, str]:
    """Ask for an address, whatever it answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310  # loopback
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def write_as_another_version(layout: Layout) -> None:
    """Leave an index as another version of the software would."""
    with closing(sqlite3.connect(layout.index)) as database:
        database.execute("PRAGMA user_version = 999")
    write_checksums(layout)


def lose_presentation(layout: Layout) -> None:
    """Lose what follows from the shapes, which cannot be mended without them."""
    layout.presentation.unlink()


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Wait, not for ever."""
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.1)
    return is_so()


def test_a_release_of_another_version_is_mended_beside_the_server(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = make_project()
    write_as_another_version(published(folder))
    with served(folder) as address:
        assert wait_until(lambda: asked(f"{address}/ready")[0] == 200)
    err = capfd.readouterr().err
    assert "an index of another version" in err
    assert "verify --mend current" in err


def test_what_cannot_be_mended_is_waited_for(
    make_project: MakeProject, capfd: pytest.CaptureFixture[str]
) -> None:
    """The server lives and says so; publishing again is taken up."""
    folder = make_project()
    lose_presentation(published(folder))
    with served(folder) as address:
        assert json.loads(asked(f"{address}/health")[1])["release"] is None
        assert asked(f"{address}/ready")[0] == 503
        said: list[str] = []

        def is_told() -> bool:
            said.append(capfd.readouterr().err)
            return "damaged: " in "".join(said)

        assert wait_until(is_told)
        assert "presentation.json is missing" in "".join(said)
        published(folder)
        assert wait_until(lambda: asked(f"{address}/ready")[0] == 200)


def test_a_damaged_history_is_told_to_its_keeper(
    make_project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    """And strangers are told no more than to come back."""
    folder = make_project()
    published(folder)
    (folder / "releases" / "history.sqlite").write_bytes(b"no database at all" * 100)
    app = create_app(read_project(folder), Settings())
    with TestClient(app, raise_server_exceptions=False) as client:
        with caplog.at_level(logging.ERROR):
            answer = client.get("/thing/a.ttl")
        assert answer.status_code == 503
        assert "history.sqlite: file is not a database" in caplog.text
        assert "history" not in answer.text


def test_a_history_that_is_damaged_later_leaves_the_one_before(
    make_project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    folder = make_project()
    published(folder)
    file = folder / "releases" / "history.sqlite"
    app = create_app(read_project(folder), Settings())
    with TestClient(app, raise_server_exceptions=False) as client:
        before = client.get("/thing/a.ttl")
        damaged = file.with_name("damaged")
        damaged.write_bytes(file.read_bytes()[:100] + b"x" * 5000)
        damaged.replace(file)
        with caplog.at_level(logging.ERROR):
            after = client.get("/thing/b.ttl")
        assert before.status_code == after.status_code == 200
        assert caplog.text.count("asking the one before it") == 1


def test_a_release_that_is_gone_is_told_and_what_is_open_is_served(
    make_project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    """A query finds no worker then; it is not the query that broke it."""
    folder = make_project()
    layout = published(folder)
    app = create_app(read_project(folder), Settings())
    with TestClient(app, raise_server_exceptions=False) as client:
        assert client.get("/thing/a.ttl").status_code == 200
        shutil.rmtree(layout.folder.resolve())
        with caplog.at_level(logging.ERROR):
            assert client.get("/thing/b.ttl").status_code == 200
            answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        assert answer.status_code == 503
        assert "Come back" in answer.text
        assert "was removed while it was served" in caplog.text
