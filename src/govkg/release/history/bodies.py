"""The triples of versions: looked up in a kept release, or kept beside the history."""

import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from govkg.errors import ReleaseError
from govkg.release.history.dump import Dump
from govkg.release.history.redactions import Redaction
from govkg.release.layout import Layout

Describe = Callable[[str, str], list[bytes] | None]
"""Gives the triples about a document in a release, by names of both; ``None``: it is not kept."""

HOLDERS: Final = """
SELECT DISTINCT release FROM activation
WHERE sequence >= ? AND sequence < COALESCE(?, sequence + 1)
"""
"""The releases that have a version, given the activation that it came with and the one it ended."""

_LEFT_WITHOUT: Final = """
SELECT number, iri, sequence, until FROM version JOIN document ON document.id = version.document
WHERE until IS NOT NULL AND kind <> 'withdrawn'
AND NOT EXISTS (SELECT 1 FROM body WHERE body.version = version.number)
AND NOT EXISTS (
  SELECT 1 FROM activation
  WHERE activation.sequence >= version.sequence AND activation.sequence < version.until
  AND activation.release IN (SELECT value FROM json_each(?))
)
"""


def pack(lines: Iterable[bytes]) -> bytes:
    """Make what is kept of *lines*."""
    return zlib.compress(b"".join(line + b"\n" for line in lines))


def unpack(content: bytes) -> bytes:
    """Give the N-Triples that were packed."""
    return zlib.decompress(content)


@contextmanager
def kept_releases(releases: Path) -> Iterator[Describe]:
    """Describe documents in the releases of a folder that are kept, each opened once."""
    with ExitStack() as stack:

        @cache
        def opened(release: str) -> Dump | None:
            try:
                return stack.enter_context(Dump(Layout(releases / release)))
            except ReleaseError:  # pruned before, or removed by hand
                return None

        def describe(release: str, document: str) -> list[bytes] | None:
            dump = opened(release)
            return None if dump is None else dump.describe(document)

        yield describe


def keep_bodies(database: sqlite3.Connection, releases: Path, kept: Collection[str]) -> None:
    """Keep what only releases other than the *kept* ones have."""
    versions = database.execute(_LEFT_WITHOUT, (json.dumps(sorted(kept)),)).fetchall()
    with kept_releases(releases) as describe:
        for number, document, sequence, until in versions:
            for (release,) in database.execute(HOLDERS, (sequence, until)).fetchall():
                lines = describe(release, document)
                if lines is not None:
                    database.execute("INSERT INTO body VALUES (?, ?)", (number, pack(lines)))
                    break


def withhold_bodies(database: sqlite3.Connection, redaction: Redaction) -> None:
    """Take out of what is kept each triple that was redacted."""
    for number, content in database.execute("SELECT version, content FROM body").fetchall():
        lines = unpack(content).decode().splitlines()
        stay = [line.encode() for line in redaction.without(lines)]
        if len(stay) < len(lines):
            database.execute("UPDATE body SET content = ? WHERE version = ?", (pack(stay), number))
