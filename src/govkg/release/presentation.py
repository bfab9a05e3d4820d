"""How pages name, order and group properties: as the shapes have it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from govkg.errors import ReleaseError


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
    try:
        return Presentation.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(f"{file}: missing or damaged; publish again") from error
