"""How much memory a server takes while its workers scan everything there is."""

import time
from itertools import count
from threading import Thread
from typing import Final

from bench.peers.memory import memory_of, watching
from bench.peers.processes import PeerError
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection

_CLIENTS: Final = 3
"""As many as there are workers; each has an address of its own, since turns go by client."""
_SCAN: Final = "SELECT (MAX(STRLEN(STR(?o))) AS ?longest) {{ ?s ?p ?o FILTER(?s != <urn:{}>) }}"


def measure_scanning(endpoint: Endpoint, seconds: float) -> dict[str, int]:
    """Scan for some *seconds*.

    Give bytes of memory *before* and at the *peak*, and how many processes *worked* then.
    """
    before = memory_of(endpoint.pid)
    end = time.monotonic() + seconds
    threads = [
        Thread(target=_scan, args=(endpoint, f"127.0.0.{number + 2}", end))
        for number in range(_CLIENTS)
    ]
    with watching(endpoint.pid) as peak:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return {"before": before, "peak": max(before, peak.memory), "worked": max(1, peak.working)}


def _scan(endpoint: Endpoint, address: str, end: float) -> None:
    with Connection(endpoint.port, source=address) as connection:
        for serial in count():
            if time.monotonic() > end:
                return
            query = _SCAN.format(f"{address}:{serial}")
            try:
                connection.ask(endpoint.path, query, "text/csv")
            except PeerError:  # past its limits, it has scanned all the same
                continue
