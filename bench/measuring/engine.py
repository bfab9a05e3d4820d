"""The engine alone, in process: what our endpoint adds to it, and what one store takes in memory.

Run as ``python -m bench.measuring.engine DUMP QUERY ROUNDS``; prints JSON.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from pyoxigraph import QueryTriples, RdfFormat, Store, serialize

from govkg.graph.dumps import open_dump


def measure_engine(dump: Path, query: str, rounds: int) -> dict[str, float]:
    """Give bytes of memory of a store of *dump*, and the median milliseconds of *query* in it."""
    command = [sys.executable, "-m", "bench.measuring.engine", str(dump), query, str(rounds)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, float] = json.loads(said)
    return figures


def main(dump: str, query: str, rounds: int) -> None:
    """Load, ask and print."""
    before = _resident_bytes()
    store = Store()
    with open_dump(Path(dump)) as triples:
        store.bulk_load(triples, RdfFormat.N_TRIPLES)
    memory = _resident_bytes() - before
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        results = store.query(query)
        if not isinstance(results, QueryTriples):
            raise TypeError("not a CONSTRUCT query")
        serialize(results, format=RdfFormat.TURTLE)
        taken.append(time.perf_counter() - begin)
    sys.stdout.write(json.dumps({"memory": memory, "median": median(taken) * 1000}))


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
