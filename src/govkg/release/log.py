"""The history of a folder of releases: ``log.jsonl``, one line an activation, never rewritten."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from govkg.errors import ReleaseError

LOG: Final = "log.jsonl"


class Activation(BaseModel):
    """One release became the active one."""

    model_config = ConfigDict(frozen=True)

    time: datetime
    action: str
    release: str


def record(releases: Path, release_id: str, action: str) -> None:
    """Append an activation with the present time (UTC)."""
    entry = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "action": action,
        "release": release_id,
    }
    with (releases / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps(entry) + "\n")
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
    entries = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            entries.append(Activation.model_validate_json(line))
        except ValidationError as error:
            raise ReleaseError(f"{file}:{number}: not an entry of the log") from error
    return entries
