"""What a process loads."""

import subprocess
import sys


def test_the_server_process_loads_neither_rdflib_nor_other_engines() -> None:
    """They are heavy, and pySHACL changes rdflib's global settings; columns are opened later."""
    program = (
        "import sys, govkg.cli, govkg.web.server;"
        "heavy = ('rdflib', 'pyshacl', 'duckdb', 'numpy', 'pyarrow');"
        "print([name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
