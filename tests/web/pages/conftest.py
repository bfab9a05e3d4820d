"""Servers to look at: this repository’s project, and one with everything a page can show."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, Template
from playwright.sync_api import Browser, sync_playwright

from browsing import CHROMIUM, FLAGS
from govkg.publish.publication import publish_project
from govkg.settings import read_project
from seed import ROOT, publish_seed
from serving import served


@pytest.fixture(scope="session")
def seed_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve the seed."""
    folder = tmp_path_factory.mktemp("browsed")
    publish_seed(folder)
    with served(folder) as address:
        yield address, folder


@pytest.fixture(scope="session")
def server(seed_server: tuple[str, Path]) -> str:
    """Give the address of the server of the seed."""
    return seed_server[0]


@pytest.fixture(scope="session")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Serve invented promises: with assessments, repeats, offices and many years."""
    folder = tmp_path_factory.mktemp("rich")
    command = [sys.executable, "-m", "bench", "generate", "--commitments", "400", "--sources", "8"]
    subprocess.run([*command, str(folder)], cwd=ROOT, check=True, capture_output=True)
    publish_project(read_project(folder))
    with served(folder) as address:
        yield address, folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Debian's Chromium; it holds the event loop, so that it must not outlive its module."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Note which templates are asked for from now on."""
    noted: set[str] = set()
    get_template = Environment.get_template

    def noting(self: Environment, name: str, *values: object, **named: object) -> Template:
        noted.add(name)
        return get_template(self, name, *values, **named)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(Environment, "get_template", noting)
    return noted
