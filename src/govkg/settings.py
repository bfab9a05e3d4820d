"""What a dataset says of itself (``govkg.toml``) and how a process runs (``GOVKG_*``)."""

import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from govkg.errors import ProjectError

PROJECT_FILE: Final = "govkg.toml"

BaseIri = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"{}|\\^`?#]+/$")]


class Dataset(BaseModel):
    """The contents of ``govkg.toml``; only *title* and *base_iri* must be given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    base_iri: BaseIri
    description: str = ""
    publisher: str = ""
    contact: str = ""
    licence: str = "https://creativecommons.org/licenses/by/4.0/"
    languages: tuple[str, ...] = ("en",)
    shapes: tuple[str, ...] | None = None
    """Folders of shapes; ``None``: the bundled ones; empty: any RDF is published as it is."""


class Project(BaseModel):
    """A folder with data and the ``govkg.toml`` that describes it."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    dataset: Dataset

    @property
    def data(self) -> Path:
        """Where the data files are."""
        return self.folder / "data"

    @property
    def queries(self) -> Path:
        """Where the example queries are."""
        return self.folder / "queries" / "examples"

    @property
    def releases(self) -> Path:
        """Where releases go."""
        return self.folder / "releases"


class Settings(BaseSettings):
    """How one process runs; each field is read from ``GOVKG_<FIELD>``."""

    model_config = SettingsConfigDict(env_prefix="GOVKG_", frozen=True)

    query_timeout: float = Field(default=30.0, gt=0, le=3600)
    """Seconds of wall time for one query."""
    query_memory: int = Field(default=2 * 1024**3, ge=64 * 1024**2)
    """Bytes of address space that a query may add to what its worker inherits."""
    result_bytes: int = Field(default=256 * 1024**2, ge=1024)
    """Bytes of one answer."""
    body_bytes: int = Field(default=1024**2, ge=1024)
    """Bytes of one request body."""
    workers: int = Field(default=3, ge=3, le=64)
    """Worker processes that evaluate queries, one of them for light queries only."""
    resident_triples: int = Field(default=5_000_000, ge=0)
    """Triples up to which the active release is held in memory."""
    cache_bytes: int = Field(default=64 * 1024**2, ge=0)
    """Bytes of answers that are kept for those who ask the same."""


def read_project(folder: Path) -> Project:
    """Read the project in *folder*.

    Raises:
        ProjectError: the folder or its ``govkg.toml`` is missing or wrong.
    """
    file = folder / PROJECT_FILE
    try:
        text = file.read_text(encoding="utf-8")
        return Project(folder=folder, dataset=Dataset(**tomllib.loads(text)))
    except FileNotFoundError:
        reason = (
            f"{file}: no such file; a project folder holds one with at least title and base_iri"
        )
        raise ProjectError(reason) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProjectError(f"{file}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise ProjectError(f"{file}: {name}: {first['msg']}") from error


def read_settings() -> Settings:
    """Read ``GOVKG_*`` from the environment.

    Raises:
        ProjectError: a value is out of its range.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "GOVKG_" + ".".join(map(str, first["loc"])).upper()
        raise ProjectError(f"{name}: {first['msg']}") from error
