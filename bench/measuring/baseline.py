"""What publishing cannot do without: parse the files, load a store, validate. Nothing else.

Run as ``python -m bench.measuring.baseline DIR STEP``, so that memory is that of this alone.
"""

import sys
import tempfile
from pathlib import Path

from pyoxigraph import Store, parse

from govkg.publish.checking import check, read_everything
from govkg.settings import read_project


def main(folder: Path, step: str) -> None:
    """Parse and load, or read and validate, the project in *folder*."""
    if step == "load":
        with tempfile.TemporaryDirectory() as place:
            _load(folder / "data", place)
    else:
        check(read_everything(read_project(folder)))


def _load(data: Path, place: str) -> None:
    store = Store(place)
    files = sorted(data.rglob("*.ttl"))
    store.bulk_extend(quad for file in files for quad in parse(path=str(file)))
    store.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
