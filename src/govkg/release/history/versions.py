"""The tables of ``history.sqlite``, and a version as they hold it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

HISTORY: Final = "history.sqlite"
SCHEMA_VERSION: Final = 1

TABLES: Final = f"""
PRAGMA user_version = {SCHEMA_VERSION};
CREATE TABLE activation (
  sequence INTEGER PRIMARY KEY,
  time TEXT NOT NULL,
  release TEXT NOT NULL,
  compared INTEGER NOT NULL,
  entry TEXT NOT NULL
);
CREATE INDEX activation_release ON activation (release);
CREATE TABLE document (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE);
CREATE TABLE version (
  number INTEGER PRIMARY KEY,
  document INTEGER NOT NULL REFERENCES document,
  sequence INTEGER NOT NULL REFERENCES activation,
  kind TEXT NOT NULL,
  until INTEGER REFERENCES activation
);
CREATE INDEX version_document ON version (document, number);
CREATE TABLE body (version INTEGER PRIMARY KEY REFERENCES version, content BLOB NOT NULL);
"""
"""*compared*: the release was there when its versions were counted. *entry* is the line of the log.
*until* is the activation that ended a version; *body* has the triples of versions whose release is
pruned, as N-Triples, compressed with zlib.
"""


class Kind(StrEnum):
    """What an activation did to a document."""

    CREATED = "created"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Version:
    """The state of a *document* from *time* on, as it came with the activation *sequence*.

    *number* is its place among all versions, from 1: it never changes, and later ones are higher.
    *until* is when the next version took its place, ``None`` while it is the present one.
    """

    number: int
    document: str
    kind: Kind
    sequence: int
    time: datetime
    release: str
    until: datetime | None


def instant(time: datetime) -> str:
    """Write a *time* so that texts sort as times do.

    >>> instant(datetime(2024, 5, 9, tzinfo=UTC))
    '2024-05-09T00:00:00.000000+00:00'
    """
    return time.astimezone(UTC).isoformat(timespec="microseconds")
