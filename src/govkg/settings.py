"""What a dataset says of itself (``govkg.toml``) and how a process runs (``GOVKG_*``)."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    IPvAnyNetwork,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)

from govkg.errors import ProjectError

PROJECT_FILE: Final = "govkg.toml"
PREFIX: Final = "GOVKG_"
"""What the name of a variable begins with."""

_ILLEGAL: Final = r"\s<>\"{}|\\^`"
BaseIri = Annotated[str, StringConstraints(pattern=rf"^https?://[^{_ILLEGAL}?#]+/$")]
Iri = Annotated[str, StringConstraints(pattern=rf"^[A-Za-z][A-Za-z0-9+.-]*:[^{_ILLEGAL}]+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]

_WANTED: Final = {
    "base_iri": "an http or https IRI that ends in “/” and has neither “?” nor “#”",
    "licence": "an IRI, such as https://creativecommons.org/licenses/by/4.0/",
    "languages": 'a list of language tags, such as ["en", "zh"]',
    "shapes": 'a list of folders, such as ["shapes"], or []',
    "title": "a text that is not empty",
    "translations": "tables such as [translations.zh], with title, description and publisher",
}
"""What each setting takes, in words for its keeper."""


class Translation(BaseModel):
    """The texts of a dataset in a further language; what is left out stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = ""
    description: str = ""
    publisher: str = ""


class Dataset(BaseModel):
    """The contents of ``govkg.toml``; only *title* and *base_iri* must be given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    """The name of the dataset."""
    base_iri: BaseIri
    """What the IRIs of the publisher's entities begin with; ends in ``/``."""
    description: str = ""
    """What the dataset is about."""
    publisher: str = ""
    """Who publishes it."""
    contact: str = ""
    """Whom to tell about an error: an address or a page."""
    licence: Iri = "https://creativecommons.org/licenses/by/4.0/"
    """The licence of the data."""
    languages: tuple[Language, ...] = Field(default=("en",), min_length=1)
    """The languages of labels, the preferred one first."""
    shapes: tuple[str, ...] | None = None
    """Folders of shapes; unset: those that come with govkg; empty: any RDF is published."""
    translations: dict[Language, Translation] = {}
    """Title, description and publisher in other languages, ``[translations.zh]``."""

    def said_in(self, language: str) -> "Dataset":
        """Give the dataset with its texts in *language*, as far as they are translated."""
        if language not in self.translations:
            return self
        texts = self.translations[language].model_dump()
        return self.model_copy(update={name: text for name, text in texts.items() if text})


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


def _listed(value: object) -> object:
    """Read a list that stands in one variable, with commas."""
    return (
        [item.strip() for item in value.split(",") if item.strip()]
        if isinstance(value, str)
        else value
    )


Url = Annotated[
    str,
    StringConstraints(pattern=rf"^https?://[^{_ILLEGAL}?#/@]+(/[^{_ILLEGAL}?#]*)?$"),
    AfterValidator(lambda url: url.rstrip("/")),
]
PathPrefix = Annotated[str, StringConstraints(pattern=r"^(/[A-Za-z0-9._~-]+)*$")]
Hosts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Rate = Annotated[str, StringConstraints(pattern=r"^[1-9]\d*/(second|minute|hour|day)$")]
Networks = Annotated[tuple[IPvAnyNetwork, ...], BeforeValidator(_listed)]


LogFormat = Literal["text", "json"]


class Settings(BaseModel):
    """How one process runs; each field that is not given is read from ``GOVKG_<FIELD>``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query_timeout: float = Field(default=30.0, gt=0, le=3600)
    """Seconds of wall time for one query."""
    query_memory: int = Field(default=2 * 1024**3, ge=64 * 1024**2)
    """Bytes of address space that a query may add to what its worker inherits."""
    result_bytes: int = Field(default=256 * 1024**2, ge=1024)
    """Bytes of one answer."""
    body_bytes: int = Field(default=1024**2, ge=1024)
    """Bytes of one request body."""
    processes: int = Field(default=1, ge=1, le=64)
    """Processes that answer on one address; all ask the same workers."""
    workers: int = Field(default=3, ge=3, le=64)
    """Worker processes that evaluate queries, one of them for light queries only."""
    resident_triples: int = Field(default=5_000_000, ge=0)
    """Triples up to which the active release is held in memory."""
    sources: Path | None = None
    """A folder of source files, in which pages show quotations in their context."""
    cache_bytes: int = Field(default=64 * 1024**2, ge=0)
    """Bytes of answers that each process keeps for those who ask the same."""
    sparql_endpoint: Url | None = None
    """A store to ask instead of the release's own, once ``govkg push`` has loaded it there."""
    store_user: str = ""
    """Who asks that store, and pushes to it."""
    store_password: SecretStr = SecretStr("")
    """The password of that user."""
    public_url: Url | None = None
    """The address that the public reaches this server at; unset: that of each request."""
    root_path: PathPrefix = ""
    """A path below which this server is; a proxy may strip it or not."""
    hosts: Hosts = ()
    """Names that this server answers for beside localhost, with commas; ``*``: any."""
    rate_limit: Rate | None = None
    """How many requests a client may send, such as ``600/minute``; unset: any number."""
    log_format: LogFormat = "text"
    """``text``: warnings only, for people; ``json``: each request too, for programs."""
    trusted_proxies: Networks = ()
    """Addresses or networks of proxies whose ``Forwarded`` and ``X-Forwarded-*`` are heard."""

    @model_validator(mode="before")
    @classmethod
    def _with_environment(cls, given: dict[str, object]) -> dict[str, object]:
        variables = {name.upper(): value for name, value in os.environ.items()}
        names = {f"{PREFIX}{name.upper()}": name for name in cls.model_fields}
        return {names[key]: variables[key] for key in names.keys() & variables} | given


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
            f"{file}: no such file; --project names the folder that holds it, with at least title "
            "and base_iri"
        )
        raise ProjectError(reason) from None
    except OSError as error:
        raise ProjectError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProjectError(f"{file}: not UTF-8 ({error.reason})") from error
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{file}: not TOML: {error}") from error
    except ValidationError as error:
        raise ProjectError(f"{file}: {_first_reason(error)}") from error


def _first_reason(error: ValidationError) -> str:
    first = error.errors()[0]
    name = str(first["loc"][0])
    if first["type"] == "missing":
        return f"“{name}” is missing: {_WANTED[name]}"
    if first["type"] == "extra_forbidden":
        known = ", ".join(Dataset.model_fields)
        return f"unknown setting “{name}”; these are known: {known}"
    return f"“{name}” takes {_WANTED.get(name, 'a text')}"


def read_settings(**given: str | None) -> Settings:
    """Read ``GOVKG_*`` from the environment; what is *given* goes before what stands there.

    Raises:
        ProjectError: a value is out of its range.
    """
    try:
        return Settings.model_validate(
            {name: value for name, value in given.items() if value is not None}
        )
    except ValidationError as error:
        first = error.errors()[0]
        name = "GOVKG_" + ".".join(map(str, first["loc"])).upper()
        raise ProjectError(f"{name}: {first['msg']}") from error
