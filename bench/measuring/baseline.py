"""What publishing cannot do without: parse the files, load a store, validate. Nothing else.

Each file is loaded into a graph of its own, as whoever publishes it with a store alone would do:
else nobody could ask where something was said. Nothing is merged.

Run as ``python -m bench.measuring.baseline DIR``; prints the seconds of each part as JSON.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store, parse

from govkg.publish.checking import check, read_everything
from govkg.settings import read_project


def main(folder: Path) -> None:
    """Do it for the project in *folder*, and print."""
    loading = _timed(lambda: _load(folder / "data"))
    reading = read_everything(read_project(folder))  # which is parsing again: not counted twice
    validating = _timed(lambda: check(reading))
    sys.stdout.write(json.dumps({"load": loading, "validate": validating}))


def _load(data: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        store = Store(place)
        files = sorted(data.rglob("*.ttl"))
        store.bulk_extend(quad for file in files for quad in _parsed(file))
        store.flush()


def _parsed(file: Path) -> Iterator[Quad]:
    graph = NamedNode(file.resolve().as_uri())
    for quad in parse(path=str(file)):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(Path(sys.argv[1]))
