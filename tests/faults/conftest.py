"""A project whose first state is published, and how much is tried."""

import os
from pathlib import Path

import pytest

from faults.world import AFTER, World
from killing import publish
from projects import MakeProject


@pytest.fixture
def world(make_project: MakeProject, tmp_path: Path) -> World:
    """Publish the first state; the data of the second one is in place."""
    world = World(make_project(), tmp_path / "kept")
    publish(world.folder)
    world.keep()
    world.write(AFTER)
    return world


@pytest.fixture
def ids(world: World) -> list[str]:
    """Give the ids of the two states."""
    publish(world.folder)
    ids = world.log
    assert len(set(ids)) == 2
    world.reset()
    return ids


@pytest.fixture(scope="session")
def scale() -> int:
    """Give by how much more is tried: ``make faults`` runs the full counts."""
    return 10 if os.environ.get("GOVKG_FAULTS") == "full" else 1
