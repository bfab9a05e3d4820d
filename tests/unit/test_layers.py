"""What a process loads."""

import subprocess
import sys


def _told(program: str) -> str:
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return run.stdout.strip()


def test_the_server_process_loads_neither_rdflib_nor_other_engines() -> None:
    """They are heavy, and pySHACL changes rdflib's global settings; columns are opened later."""
    program = (
        "import sys, govkg.cli, govkg.web.server;"
        "heavy = ('rdflib', 'pyshacl', 'duckdb', 'numpy', 'pyarrow', 'limits', 'yaml');"
        "print([name for name in heavy if name in sys.modules])"
    )
    assert _told(program) == "[]"


def test_models_of_the_framework_are_built_once_they_are_used() -> None:
    program = (
        "from govkg.web.framework import load_framework; load_framework();"
        "from fastapi.openapi.models import Info;"
        "from govkg.release.manifest import Manifest;"
        "print(Info.__pydantic_complete__, Manifest.__pydantic_complete__,"
        "      Info(title='a', version='1').title)"
    )
    assert _told(program) == "False True a"
