"""What the last check found in each part, and what that depends on, in a SQLite file."""

import hashlib
import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from govkg.release.layout import CHECKED
from govkg.validation.findings import Finding, Message, Severity
from govkg.validation.parts.outline import Outline, Pairs, hashes
from govkg.validation.parts.wide import Ground

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS state (digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS part (
  digest TEXT PRIMARY KEY, nodes BLOB NOT NULL, edges BLOB NOT NULL, targets BLOB NOT NULL,
  strays BLOB NOT NULL, touched BLOB NOT NULL, findings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ground (
  digest TEXT NOT NULL, rules INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (digest, rules));
CREATE TABLE IF NOT EXISTS wide (ground TEXT PRIMARY KEY, findings TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class KeptPart:
    """What is known of a part that was checked.

    *strays* are hashes of the nodes that it mentions and nobody describes, *touched* of all on
    which its *findings* depend. *ground* is what the rules that look at everything see of it.
    """

    outline: Outline
    strays: "array[int]"
    touched: "array[int]"
    ground: Ground
    findings: list[Finding]


class KeptResults:
    """The last check's results; a damaged file is as good as an empty one."""

    def __init__(self, file: Path) -> None:
        """Keep results in *file*."""
        self._file = file

    def parts(self, base: str) -> dict[str, KeptPart]:
        """Give what is kept of each part by its digest, if all was found by the rules of *base*."""
        rows = self._read("SELECT * FROM part")
        grounds: dict[str, dict[int, bytes]] = defaultdict(dict)
        for digest, rules, body in self._read("SELECT * FROM ground"):
            grounds[digest][rules] = body
        state = self._read("SELECT digest FROM state")
        if state != [(_state(base, (row[0] for row in rows)),)]:
            return {}
        try:
            return {digest: _read_part(grounds[digest], *row) for digest, *row in rows}
        except (ValueError, TypeError):
            return {}

    def wide(self) -> dict[str, list[Finding]]:
        """Give what rules that look at everything found, each by the name of its ground."""
        try:
            return {
                ground: _read(text)
                for ground, text in self._read("SELECT ground, findings FROM wide")
            }
        except (ValueError, KeyError, TypeError):
            return {}

    def keep(self, base: str, before: Iterable[str], parts: Mapping[str, KeptPart | None]) -> None:
        """Keep *parts*, those known *before* and still named with ``None`` aside.

        Results depend on each other: where somebody else kept theirs meanwhile, these are let go.
        """
        before = list(before)
        try:
            with closing(self._open()) as database, database:
                database.execute("BEGIN IMMEDIATE")
                found = database.execute("SELECT digest FROM state").fetchall()
                if found != [(_state(base, before),)]:
                    if before:
                        return
                    database.execute("DELETE FROM part")
                    database.execute("DELETE FROM ground")
                fresh = {digest: part for digest, part in parts.items() if part}
                gone = [(digest,) for digest in before if digest not in parts or digest in fresh]
                database.executemany("DELETE FROM part WHERE digest = ?", gone)
                database.executemany("DELETE FROM ground WHERE digest = ?", gone)
                database.executemany(
                    "INSERT INTO part VALUES (?, ?, ?, ?, ?, ?, ?)",
                    ((digest, *_row(part)) for digest, part in fresh.items()),
                )
                database.executemany(
                    "INSERT INTO ground VALUES (?, ?, ?)",
                    (
                        (digest, rules, body)
                        for digest, part in fresh.items()
                        for rules, body in part.ground.items()
                    ),
                )
                database.execute("DELETE FROM state")
                database.execute("INSERT INTO state VALUES (?)", (_state(base, parts),))
        except sqlite3.DatabaseError:
            self._file.unlink(missing_ok=True)  # damaged: begun anew the next time
        except OSError:
            return

    def keep_wide(self, found: Mapping[str, Iterable[Finding]]) -> None:
        """Keep what rules that look at everything *found*, by the names of their grounds."""
        rows = ((ground, _write(findings)) for ground, findings in found.items())
        try:
            with closing(self._open()) as database, database:
                database.execute("DELETE FROM wide")
                database.executemany("INSERT INTO wide VALUES (?, ?)", rows)
        except (sqlite3.DatabaseError, OSError):
            return

    def _read(self, query: str, *arguments: str) -> list[Any]:
        try:
            with closing(self._open()) as database:
                return database.execute(query, arguments).fetchall()
        except (sqlite3.Error, OSError):
            return []

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, timeout=10)
        database.executescript(_TABLES)
        return database


def _state(base: str, digests: Iterable[str]) -> str:
    """Name a set of parts that were checked together, and the rules."""
    return hashlib.sha256("\n".join((base, *sorted(digests))).encode()).hexdigest()


def _row(part: KeptPart) -> tuple[bytes | str, ...]:
    outline = part.outline
    return (
        outline.nodes.write(),
        outline.edges.write(),
        outline.targets.write(),
        part.strays.tobytes(),
        part.touched.tobytes(),
        _write(part.findings),
    )


def _read_part(ground: Ground, *row: Any) -> KeptPart:
    nodes, edges, targets, strays, touched, findings = row
    return KeptPart(
        Outline(Pairs.read(nodes), Pairs.read(edges), Pairs.read(targets)),
        hashes(strays),
        hashes(touched),
        ground,
        _read(findings),
    )


def _write(findings: Iterable[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False)


def _read(text: str) -> list[Finding]:
    return [_finding(**fields) for fields in json.loads(text)]


def _finding(*, severity: str, message: dict[str, Any], **fields: Any) -> Finding:
    return Finding(severity=Severity(severity), message=Message(**message), **fields)


def kept_results(releases: Path) -> KeptResults | None:
    """Give the results that are kept beside *releases*, ``None`` where nothing was published."""
    return KeptResults(releases / CHECKED) if releases.is_dir() else None
