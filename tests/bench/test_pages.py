"""What the first reader of each type of page waits for, on a project that was made for it."""

from pathlib import Path

from bench.generation.outline import Scale
from bench.generation.project import write_project
from bench.pages.addresses import addresses
from bench.pages.timing import time_pages
from govkg.publish.publication import publish_project
from govkg.settings import read_project


def test_the_largest_of_each_kind_is_asked_for_once(tmp_path: Path) -> None:
    write_project(tmp_path, Scale(60, 3, 1))
    publish_project(read_project(tmp_path))
    pages = addresses(tmp_path)
    assert len(pages) == len(set(pages))
    assert {"pillar", "actor", "speaker", "event", "source", "explore", "search"} <= dict(
        pages
    ).keys()
    table = time_pages(tmp_path, 1).splitlines()
    assert len(table) == len(dict(pages)) + 2
    assert all(float(line.split("|")[4]) > 0 for line in table[2:])
