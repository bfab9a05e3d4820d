"""A project to serve."""

from pathlib import Path

import pytest

from govkg.publish.publication import publish_project
from govkg.settings import read_project
from projects import MakeProject


@pytest.fixture
def folder(make_project: MakeProject) -> Path:
    """Publish a small project."""
    folder = make_project()
    publish_project(read_project(folder))
    return folder
