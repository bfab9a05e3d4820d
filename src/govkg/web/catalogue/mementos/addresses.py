"""The names of versions, and the addresses under which each is had."""

import re
from datetime import UTC, datetime
from typing import Final

from govkg.errors import NotFoundError
from govkg.iris import Addresses
from govkg.release.history.versions import Version

FOLDER: Final = "/memento"
TIMEMAP: Final = f"{FOLDER}/timemap"
TIMEGATE: Final = f"{FOLDER}/timegate"

_STAMP: Final = re.compile(r"(\d{14})(\d{6})?", re.ASCII)
_SECONDS: Final = "%Y%m%d%H%M%S"


def write_stamp(time: datetime) -> str:
    """Write a *time* as addresses have it: digits, those of microseconds only where there are any.

    >>> write_stamp(datetime(2024, 5, 9, 12, 0, 1, tzinfo=UTC))
    '20240509120001'
    """
    text = time.astimezone(UTC).strftime(_SECONDS)
    return f"{text}{time.microsecond:06}" if time.microsecond else text


def read_stamp(text: str) -> datetime:
    """Read what `write_stamp` wrote; fourteen digits mean the end of that second.

    Raises:
        NotFoundError: it is no time.

    >>> read_stamp("20240509120001000000").isoformat()
    '2024-05-09T12:00:01+00:00'
    """
    match = _STAMP.fullmatch(text)
    try:
        time = datetime.strptime(match[1] if match else "", _SECONDS).replace(tzinfo=UTC)
    except ValueError as error:
        raise NotFoundError(f"“{text}” is no time: give it as YYYYMMDDhhmmss.") from error
    return time.replace(microsecond=int((match and match[2]) or 999_999))


def memento_path(addresses: Addresses, version: Version, extension: str = "") -> str:
    """Give the path of a version of an entity, in one format or in any."""
    path = addresses.path(version.document, extension) or "/"
    return f"{FOLDER}/{write_stamp(version.time)}{path}"


def version_iri(addresses: Addresses, version: Version) -> str:
    """Give the canonical name of a version, wherever it is had."""
    return f"{addresses.base_iri}{memento_path(addresses, version).removeprefix('/')}"
