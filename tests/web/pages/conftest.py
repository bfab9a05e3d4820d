"""Servers to look at: this repository’s project, and one with everything a page can show."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from browsing import CHROMIUM, FLAGS
from govkg.publish.publication import publish_project
from govkg.settings import read_project
from seed import ROOT, publish_seed
from serving import served


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the seed."""
    folder = tmp_path_factory.mktemp("browsed")
    publish_seed(folder)
    with served(folder) as address:
        yield address


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
