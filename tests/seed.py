"""The project of this repository, published once and served to the tests that look at it."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from govkg.publish.publication import publish_project
from govkg.settings import Project, read_project

ROOT = Path(__file__).parents[1]
EVENT = "scio-liaoning-2024"
PIPES = f"/commitment/{EVENT}/housing-pipe-networks"
ENTITIES = {
    "commitment": f"{PIPES}.en.html",
    "several figures": f"/commitment/{EVENT}/housing-old-communities.en.html",
    "achievement": f"/achievement/{EVENT}/livelihood-budget-share-2023.en.html",
    "event": f"/event/{EVENT}.en.html",
    "person": "/person/zhang-lilin.en.html",
    "organisation": "/org/cn-ln-government.en.html",
    "source": "/source/scio-liaoning-2024-05-09.en.html",
    "pillar": "/pillar/housing.en.html",
    "indicator": "/indicator/old-pipe-networks-renovated.en.html",
    "unit": "/unit/household.en.html",
    "ontology": "/ontology.en.html",
}
PAGES = {
    "home": "/",
    "explore": "/explore",
    "choice": "/explore?pillar=pillar/housing&year=2024",
    "search": "/search?q=%E7%AE%A1%E7%BD%91",
    "classes": "/browse/",
    "list": "/browse/govkg:Commitment",
    "query": "/sparql",
    "examples": "/queries/",
    "example": "/queries/pledges-by-pillar",
    "downloads": "/downloads/",
    **ENTITIES,
}


def publish_seed(folder: Path) -> Project:
    """Publish the project of this repository with its releases in *folder*.

    Once in a process, and copied from there, since whoever serves or verifies it needs but a copy.
    """
    project = _link_project(folder)
    shutil.copytree(_published().releases, project.releases, symlinks=True)
    return project


@cache
def _published() -> Project:
    folder = _kept()
    project = _link_project(Path(folder.name))
    publish_project(project)
    return project


@cache
def _kept() -> TemporaryDirectory[str]:
    """Make a folder that goes with the process."""
    return TemporaryDirectory()


def _link_project(folder: Path) -> Project:
    for name in ("govkg.toml", "data", "queries"):
        (folder / name).symlink_to(ROOT / name)
    return read_project(folder)
