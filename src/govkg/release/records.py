"""What a release keeps of itself in files of JSON."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from govkg.errors import ReleaseError

Record = TypeVar("Record", bound=BaseModel)


def read_record(kind: type[Record], file: Path) -> Record:
    """Read the record of some *kind* in a *file*.

    Raises:
        ReleaseError: it is missing or damaged.
    """
    try:
        return kind.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(f"{file}: missing or damaged; publish again") from error
