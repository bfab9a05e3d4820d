"""The application for servers that are given the name of what makes it."""

import os
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from govkg.settings import Settings, read_project
from govkg.web.server import open_app

PROJECT: Final = "BENCH_PROJECT"
"""The variable that names the folder of the project."""


def make() -> FastAPI:
    """Make the application of the project that the environment names."""
    return open_app(read_project(Path(os.environ[PROJECT])), Settings())
