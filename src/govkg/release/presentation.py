"""How pages name, order and group properties: as the shapes have it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from govkg.release.records import read_record


class Group(BaseModel):
    """Properties that are shown together."""

    model_config = ConfigDict(frozen=True)

    iri: str
    labels: dict[str, str]
    order: float


class Property(BaseModel):
    """A property on a page: *names* by language."""

    model_config = ConfigDict(frozen=True)

    names: dict[str, str]
    order: float
    group: Group | None


class Presentation(BaseModel):
    """The properties that shapes speak of, by IRI."""

    model_config = ConfigDict(frozen=True)

    properties: dict[str, Property] = {}


def read_presentation(file: Path) -> Presentation:
    """Read a release's presentation.

    Raises:
        ReleaseError: it is missing or damaged.
    """
    return read_record(Presentation, file)
