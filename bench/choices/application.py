"""The application for servers that are given the name of what makes it."""

import os
from pathlib import Path
from typing import Final

from fastapi import FastAPI

from govkg.settings import Settings, read_project
from govkg.web.app import create_app
from govkg.web.operating.records import configure_logging

PROJECT: Final = "BENCH_PROJECT"
"""The variable that names the folder of the project."""


def make() -> FastAPI:
    """Make the application of the project that the environment names."""
    settings = Settings()
    configure_logging(settings.log_format)
    return create_app(read_project(Path(os.environ[PROJECT])), settings)
