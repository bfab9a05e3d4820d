"""Read the history of a folder of releases: `History`. Every question is answered by a key."""

import json
import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, Final, TypeVar

from govkg.errors import NotFoundError, ReleaseError
from govkg.release.history.bodies import HOLDERS, Describe, kept_releases, unpack
from govkg.release.history.changes import ChangeFiles, change_files
from govkg.release.history.log import Activation
from govkg.release.history.versions import HISTORY, Kind, Version, instant

_LOGGER: Final = logging.getLogger(__name__)
_Found = TypeVar("_Found")
_ACTIVATIONS: Final = "SELECT sequence, entry FROM activation"
_VERSIONS: Final = """
SELECT version.number, document.iri, version.kind, version.sequence, came.time, came.release,
  gone.time
FROM version
JOIN document ON document.id = version.document
JOIN activation AS came ON came.sequence = version.sequence
LEFT JOIN activation AS gone ON gone.sequence = version.until
"""
_PARTS: Final = """
SELECT part, activation.time FROM (
  SELECT (document - 1) / ? + 1 AS part, MAX(sequence) AS latest FROM version
  WHERE until IS NULL AND kind <> 'withdrawn' GROUP BY part)
JOIN activation ON activation.sequence = latest ORDER BY part
"""
"""Counted there: to make an object of each of a hundred thousand versions takes seconds."""

_TIMES: Final = """
SELECT version.number, activation.time FROM json_each(?) AS wanted
CROSS JOIN version ON version.number = wanted.value
JOIN activation ON activation.sequence = version.sequence
"""
_BODY: Final = """
SELECT until, content FROM version LEFT JOIN body ON body.version = version.number
WHERE version.number = ?
"""


class History:
    """The history beside the releases, read from any thread; it follows what publishers write.

    Empty where nothing was published yet. Every question raises `ReleaseError` where the file is
    damaged.
    """

    def __init__(self, releases: Path) -> None:
        """Read the history in the folder *releases*, from the first question on."""
        self._releases = releases
        self._file = releases / HISTORY
        self._name = str(self._file)
        self._lock = RLock()
        self._opened: tuple[int, int] | None = None
        self._database: sqlite3.Connection | None = None
        self._latest: Activation | None = None

    def close(self) -> None:
        """Close the file; another question opens it again."""
        with self._lock:
            self._close()

    def activations(self) -> list[Activation]:
        """List all activations, the oldest first."""
        return self._activations("ORDER BY sequence")

    def latest(self) -> Activation | None:
        """Give the last activation, which is the last entry of the log."""
        with self._lock:
            self._follow()
            if self._latest is None:  # every request asks for it, and it changes with the file
                self._latest = _first(self._activations("ORDER BY sequence DESC LIMIT 1"))
            return self._latest

    def last_activation(self, release_id: str) -> Activation | None:
        """Give the last activation of *release_id*."""
        return _first(
            self._activations("WHERE release = ? ORDER BY sequence DESC LIMIT 1", release_id)
        )

    def activation_at(self, time: datetime) -> Activation | None:
        """Give the activation whose release was active at *time* (with a time zone)."""
        return _first(
            self._activations("WHERE time <= ? ORDER BY sequence DESC LIMIT 1", instant(time))
        )

    def previous(self, release_id: str) -> Activation | None:
        """Give the activation before the last one of *release_id*."""
        return _first(
            self._activations(
                "WHERE sequence < (SELECT MAX(sequence) FROM activation WHERE release = ?)"
                " ORDER BY sequence DESC LIMIT 1",
                release_id,
            )
        )

    def redaction(self, iri: str) -> Activation | None:
        """Give the last activation by which *iri* was taken out, with its reason and time."""
        return _first(
            self._activations(
                "WHERE json_extract(entry, '$.redaction.iri') = ? ORDER BY sequence DESC LIMIT 1",
                iri,
            )
        )

    def redactions(self) -> list[Activation]:
        """List the activations by which something was taken out, the oldest first."""
        return self._activations("WHERE json_extract(entry, '$.redaction') IS NOT NULL")

    def change_files(self, sequence: int) -> ChangeFiles | None:
        """Give the quads that came and went with an activation; the first one has none."""
        files = change_files(self._releases, sequence)
        known = self._activations("WHERE sequence = ?", sequence)
        return files if known and files.added.is_file() and files.removed.is_file() else None

    def versions_of(self, document: str) -> list[Version]:
        """List the versions of *document* (an IRI without fragment), the oldest first."""
        return self._versions("WHERE document.iri = ? ORDER BY version.number", document)

    def version_at(self, document: str, time: datetime) -> Version | None:
        """Give the version of *document* at *time*; one that is withdrawn says so by its kind."""
        return _first(
            self._versions(
                "WHERE document.iri = ? AND came.time <= ? ORDER BY version.number DESC LIMIT 1",
                document,
                instant(time),
            )
        )

    def withdrawn(self, document: str) -> Version | None:
        """Give the version by which *document* was withdrawn, unless it lives or never did."""
        last = _first(
            self._versions("WHERE document.iri = ? ORDER BY version.number DESC LIMIT 1", document)
        )
        return last if last and last.kind is Kind.WITHDRAWN else None

    def last_changes(self, *, after: str = "", limit: int) -> list[Version]:
        """Give the present versions of living documents in order of IRI, *limit* behind *after*."""
        return self._versions(
            "WHERE document.iri > ? AND version.until IS NULL AND version.kind <> 'withdrawn'"
            " ORDER BY document.iri LIMIT ?",
            after,
            limit,
        )

    def divide(self, size: int) -> dict[int, datetime]:
        """Divide documents, in the order in which they first came, into parts of at most *size*.

        So one that is there never moves to another part. Gives the parts in which documents live,
        by their numbers from 1, each with the time at which one of them changed last.
        """
        return {part: datetime.fromisoformat(time) for part, time in self._rows(_PARTS, size)}

    def last_changes_of(self, part: int, size: int) -> list[Version]:
        """Give the present versions of the living documents of a *part* (see `divide`)."""
        return self._versions(
            "WHERE document.id > ? AND document.id <= ? AND version.until IS NULL"
            " AND version.kind <> 'withdrawn' ORDER BY document.id",
            (part - 1) * size,
            part * size,
        )

    def changes(self, *, after: int = 0, limit: int) -> list[Version]:
        """Give versions in the order in which they came, *limit* behind the number *after*."""
        return self._versions(
            "WHERE version.number > ? ORDER BY version.number LIMIT ?", after, limit
        )

    def changes_of(self, sequence: int, *, limit: int) -> list[Version]:
        """Give the versions that came with an activation, the first *limit*."""
        return self._versions(
            "WHERE version.sequence = ? AND version.number > IFNULL((SELECT number FROM version"
            " WHERE sequence < ? ORDER BY number DESC LIMIT 1), 0) ORDER BY version.number LIMIT ?",
            sequence,
            sequence,
            limit,
        )

    def changes_before(self, number: int | None = None, *, limit: int) -> list[Version]:
        """Give versions from the newest on, *limit* before *number* (if given)."""
        if number is None:
            return self._versions("ORDER BY version.number DESC LIMIT ?", limit)
        return self._versions(
            "WHERE version.number < ? ORDER BY version.number DESC LIMIT ?", number, limit
        )

    def last_number(self) -> int:
        """Give the number of the newest version, 0 where there is none."""
        rows = self._rows("SELECT MAX(number) FROM version")
        return int(rows[0][0] or 0) if rows else 0

    def times_of(self, numbers: Iterable[int]) -> dict[int, datetime]:
        """Give for each of *numbers* the time at which the version came."""
        rows = self._rows(_TIMES, json.dumps(list(numbers)))
        return {number: datetime.fromisoformat(time) for number, time in rows}

    def body(self, version: Version) -> bytes:
        """Give the triples of a *version* as sorted N-Triples, empty for a withdrawn one.

        Raises:
            NotFoundError: nothing that is kept holds them any more.
        """
        (found,) = self.bodies([version])
        if found is None:
            raise NotFoundError(f"No kept release has {version.document} as of {version.time}.")
        return found

    def bodies(self, versions: Iterable[Version]) -> Iterator[bytes | None]:
        """Give the triples of each of *versions*, ``None`` where nothing holds them any more.

        Releases are opened once for all, and what stands together there is unpacked once.
        """
        with kept_releases(self._releases) as describe:
            for version in versions:
                yield self._body(version, describe)

    def _body(self, version: Version, describe: Describe) -> bytes | None:
        if version.kind is Kind.WITHDRAWN:
            return b""
        for _ in range(2):  # a release may be pruned while it is looked for
            ((until, content),) = self._rows(_BODY, version.number)
            if content is not None:
                return unpack(content)
            for (release,) in self._rows(HOLDERS, version.sequence, until):
                lines = describe(release, version.document)
                if lines is not None:
                    return b"".join(line + b"\n" for line in lines) if lines else None
        return None

    def _activations(self, clauses: str, *values: object) -> list[Activation]:
        rows = self._rows(f"{_ACTIVATIONS} {clauses}", *values)
        return [_activation(sequence, entry) for sequence, entry in rows]

    def _versions(self, clauses: str, *values: object) -> list[Version]:
        return [
            Version(
                number=number,
                document=document,
                kind=Kind(kind),
                sequence=sequence,
                time=datetime.fromisoformat(time),
                release=release,
                until=datetime.fromisoformat(until) if until else None,
            )
            for number, document, kind, sequence, time, release, until in self._rows(
                f"{_VERSIONS} {clauses}", *values
            )
        ]

    def _rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            database = self._follow()
            try:
                return database.execute(query, values).fetchall() if database else []
            except sqlite3.DatabaseError as error:
                raise ReleaseError(
                    f"{self._file}: {error}; put it back from a backup, or remove it: the next "
                    "release makes it anew, without what only pruned ones said"
                ) from error

    def _follow(self) -> sqlite3.Connection | None:
        """Give a connection to the file that is there now: each change of it is a new file."""
        try:
            found = os.stat(self._name)  # noqa: PTH116  # each request looks: a path takes longer
        except FileNotFoundError:
            self._close()
            return None
        identity = (found.st_ino, found.st_mtime_ns)
        if identity != self._opened:
            self._opened = identity
            self._take_up(
                sqlite3.connect(
                    f"{self._file.resolve().as_uri()}?mode=ro&immutable=1",
                    uri=True,
                    check_same_thread=False,
                )
            )
        return self._database

    def _take_up(self, fresh: sqlite3.Connection) -> None:
        """Ask a new file from now on, unless it is damaged and there is one before it."""
        if self._database is not None:
            try:
                fresh.execute("SELECT sequence FROM activation LIMIT 1").fetchone()
            except sqlite3.DatabaseError as error:
                _LOGGER.error("%s: %s; asking the one before it", self._file, error)  # noqa: TRY400
                fresh.close()
                return
            self._database.close()
        self._database = fresh
        self._latest = None

    def _close(self) -> None:
        if self._database is not None:
            self._database.close()
        self._database = self._opened = self._latest = None


@lru_cache(maxsize=256)
def _activation(sequence: int, entry: str) -> Activation:
    return Activation.model_validate_json(entry).model_copy(update={"sequence": sequence})


def _first(found: list[_Found]) -> _Found | None:
    return found[0] if found else None
