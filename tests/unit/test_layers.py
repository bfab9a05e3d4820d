"""What a process loads."""

import subprocess
import sys


def test_the_server_process_loads_neither_rdflib_nor_pyshacl() -> None:
    """They are heavy, and pySHACL changes rdflib's global settings."""
    program = (
        "import sys, govkg.cli, govkg.web.server;"
        "print([name for name in ('rdflib', 'pyshacl') if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
