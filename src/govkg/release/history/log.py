"""The log of a folder of releases: ``log.jsonl``, one line an activation, only appended to."""

import os
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from govkg.errors import ReleaseError
from govkg.release.history.redactions import Redaction
from govkg.release.history.versions import HISTORY

LOG: Final = "log.jsonl"


class Summary(BaseModel):
    """What an activation changed: documents by kind, and triples of the merge."""

    model_config = ConfigDict(frozen=True)

    created: int = 0
    changed: int = 0
    withdrawn: int = 0
    added: int = 0
    removed: int = 0


class Activation(BaseModel):
    """One release became the active one.

    *sequence* is its line in the log, from 1; *software* is what wrote it, empty in early entries.
    """

    model_config = ConfigDict(frozen=True)

    sequence: int = Field(default=0, exclude=True)
    time: datetime
    action: str
    release: str
    software: str = ""
    summary: Summary = Summary()
    redaction: Redaction | None = None


def append(releases: Path, activation: Activation) -> None:
    """Append *activation*, and bring it to the disk; a line that was cut off makes room for it."""
    file = releases / LOG
    whole = _whole(file.read_bytes()) if file.exists() else b""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "wb") as log:
        log.truncate(len(whole))
        log.seek(len(whole))
        log.write(activation.model_dump_json(exclude_none=True).encode() + b"\n")
        log.flush()
        os.fsync(log.fileno())


def read_log(releases: Path) -> list[Activation]:
    """List the activations, the oldest first.

    Raises:
        ReleaseError: a line is damaged.
    """
    file = releases / LOG
    if not file.exists():
        return []
    return [
        _read(file, number, line)
        for number, line in enumerate(_whole(file.read_bytes()).splitlines(), start=1)
    ]


def _whole(content: bytes) -> bytes:
    """Leave out a last line without an end: whoever wrote it was stopped, and said nothing yet."""
    return content[: content.rfind(b"\n") + 1]


def _read(file: Path, number: int, line: bytes) -> Activation:
    try:
        entry = Activation.model_validate_json(line)
    except ValidationError as error:
        raise ReleaseError(
            f"{file}:{number}: not an entry of the log; put the file back from a backup, "
            f"or remove it from this line on: what {HISTORY} knows comes back by itself"
        ) from error
    return entry.model_copy(update={"sequence": number})
