"""How long a check takes, in how much memory, and how many results it gives."""

import json
import resource
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.peers.memory import watching
from bench.peers.ours import GOVKG

_MIB: Final = 2**20


def time_check(project: Path) -> str:
    """Run ``govkg check``; with a folder of releases beside the data, results are kept there."""
    before = _processor()
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as report:
        command = [GOVKG, "check", "--format", "json", "--project", project]
        process = subprocess.Popen([str(part) for part in command], stdout=report)
        with watching(process.pid) as peak:
            code = process.wait()
        seconds = time.perf_counter() - begin
        report.seek(0)
        results = len(json.load(report)["results"])
    return (
        f"{seconds:.1f} s, {_processor() - before:.1f} s of processor time, "
        f"{peak.memory / _MIB:,.0f} MiB in all processes, {results:,} results, exit code {code}\n"
    )


def _processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime
