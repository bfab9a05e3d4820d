"""Commands killed at every boundary and at any moment: nothing is lost, the next run is clean."""

import random
import time
from pathlib import Path

from faults.world import World
from govkg.release.history.log import read_log
from govkg.release.kept import kept_releases
from govkg.release.upkeep.pruning import prune
from govkg.release.upkeep.rollback import roll_back
from govkg.settings import read_project
from killing import Command, count_boundaries, publish, run_killed, start


def roll_back_to_the_first(folder: Path) -> None:
    """Go back to what was published first."""
    releases = read_project(folder).releases
    roll_back(releases, read_log(releases)[0].release)


def prune_all_but_one(folder: Path) -> None:
    """Keep the active release only."""
    prune(read_project(folder).releases, keep=1)


def test_publish_killed_at_every_boundary(world: World, ids: list[str]) -> None:
    boundaries = count_boundaries(Command(publish, world.folder))
    assert boundaries > 20
    seen = set()
    for boundary in range(1, boundaries + 1):
        world.reset()
        assert run_killed(Command(publish, world.folder, boundary)), boundary
        seen.add(world.check_served(set(ids)))
        publish(world.folder)
        world.check_clean(ids)
    assert seen == set(ids)


def test_publish_killed_at_random_moments(world: World, ids: list[str], scale: int) -> None:
    begun = time.monotonic()
    start(Command(publish, world.folder)).join()
    lasting = time.monotonic() - begun
    for _ in range(10 * scale):
        world.reset()
        process = start(Command(publish, world.folder))
        process.join(random.uniform(0, lasting))  # noqa: S311  # no secret
        process.kill()
        process.join()
        world.check_served(set(ids))
        publish(world.folder)
        world.check_clean(ids)


def test_rollback_killed_at_every_boundary(world: World, ids: list[str]) -> None:
    publish(world.folder)
    world.keep()
    boundaries = count_boundaries(Command(roll_back_to_the_first, world.folder))
    assert boundaries > 3
    for boundary in range(1, boundaries + 1):
        world.reset()
        assert run_killed(Command(roll_back_to_the_first, world.folder, boundary)), boundary
        world.check_served(set(ids))
        roll_back_to_the_first(world.folder)
        world.check_clean([*ids, ids[0]])


def test_prune_killed_at_every_boundary(world: World, ids: list[str]) -> None:
    publish(world.folder)
    world.keep()
    boundaries = count_boundaries(Command(prune_all_but_one, world.folder))
    assert boundaries > 3
    for boundary in range(1, boundaries + 1):
        world.reset()
        assert run_killed(Command(prune_all_but_one, world.folder, boundary)), boundary
        world.check_served({ids[1]})
        prune_all_but_one(world.folder)
        world.check_clean(ids)
        assert kept_releases(world.releases) == [ids[1]]
