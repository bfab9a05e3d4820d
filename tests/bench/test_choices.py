"""What is measured for a choice is what the choice is about."""

import os
from pathlib import Path

from bench.choices.caching import SIZES, measure_caching
from bench.choices.packing import LEVELS, measure_packing
from bench.choices.stores import measure_stores
from bench.generation.outline import Outline, Scale
from bench.generation.project import write_project
from bench.peers.ours import publish
from bench.workload.queries import make_queries
from govkg.release.layout import active_release


def test_more_memory_finds_more_until_all_fits() -> None:
    documents, size = 2_000, 2**15
    found = list(measure_caching(documents, size))
    parts = [one.part for one in found]
    assert parts == sorted(parts)
    assert parts[0] < parts[-1]
    # Where all fits, only the first request for a document finds nothing.
    assert found[-1].memory == SIZES[-1] > documents * size
    assert parts[-1] >= 1 - documents / 200_000


def test_each_level_packs_each_text() -> None:
    texts = {"words": b"a promise, a pledge, an aim; " * 500, "noise": os.urandom(5000)}
    packed = list(measure_packing(texts))
    assert [(one.name, one.level) for one in packed] == [
        (n, level) for n in texts for level in LEVELS
    ]
    assert all(one.left < 0.5 for one in packed if one.name == "words")
    assert all(one.left > 0.99 for one in packed if one.name == "noise")


def test_every_query_is_timed_in_every_store_that_takes_it(tmp_path: Path) -> None:
    scale = Scale(20)
    write_project(tmp_path, scale)
    publish(tmp_path)
    layout = active_release(tmp_path / "releases")
    assert layout is not None
    queries = make_queries(Outline(scale))
    timings = measure_stores(layout, queries)
    assert [timing.query for timing in timings] == [query.question for query in queries]
    assert all(timing.disk > 0 and timing.memory > 0 for timing in timings)
    # What is answered with triples is none of theirs; the rest of the workload is.
    assert [timing.columns is None for timing in timings] == [query.is_graph for query in queries]
