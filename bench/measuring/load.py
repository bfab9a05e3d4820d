"""How much a system bears: wrk asks as fast as it is answered."""

import json
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.peers.processes import HOST, PeerError

_SCRIPT: Final = Path(__file__).with_name("cycle.lua")


@dataclass(frozen=True, slots=True)
class Pressure:
    """For how many *seconds* to ask, and by how many *clients* at once: each number in turn.

    What is compared with other servers is asked by *turns*, of which the median counts: one load
    differs from the next by a tenth, those of another publisher by half.
    """

    seconds: int
    clients: tuple[int, ...]
    turns: int


@dataclass(frozen=True, slots=True)
class Load:
    """Paths to ask for on a port, and the headers to ask with; *repeated* ones come in a circle."""

    port: int
    paths: Sequence[str]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Throughput:
    """What came of a load: answers and bytes a second, times in milliseconds, refusals."""

    rate: float
    bytes_rate: float
    p50: float
    p95: float
    failed: int


def apply_load(load: Load, clients: int, seconds: int) -> Throughput:
    """Let *clients* ask for some *seconds*.

    Raises:
        PeerError: wrk says nothing that can be read, or all that it asked for was refused.
    """
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as paths:
        paths.write("\n".join(load.paths))
        paths.flush()
        command = [
            *("wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s"),
            *("--timeout", "20s", "--script", str(_SCRIPT), f"http://{HOST}:{load.port}/"),
            *("--", paths.name, *(f"{name}: {value}" for name, value in load.headers.items())),
        ]
        said = subprocess.run(command, check=False, capture_output=True, text=True)
    try:
        told = json.loads(said.stdout.strip().splitlines()[-1])
    except (IndexError, json.JSONDecodeError) as error:
        raise PeerError(f"wrk: {said.stderr or said.stdout}") from error
    if told["failed"] and not told["requests"]:
        raise PeerError(f"port {load.port} refused all of {load.paths[0]} and what follows")
    return Throughput(
        rate=told["requests"] / told["seconds"],
        bytes_rate=told["bytes"] / told["seconds"],
        p50=told["p50"],
        p95=told["p95"],
        failed=told["failed"],
    )
