"""Results that are kept, under the hash of what they depend on, until it changes."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from govkg.release.layout import CHECKED
from govkg.validation.findings import Finding, Message, Severity

_RUNS: Final = 20
"""Runs for which a result is kept after it was last of use."""
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS result
  (key TEXT PRIMARY KEY, findings TEXT NOT NULL, run INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS run (number INTEGER PRIMARY KEY AUTOINCREMENT);
"""


class KeptResults:
    """Results of earlier runs, in a SQLite file; a damaged one is as good as an empty one."""

    def __init__(self, file: Path) -> None:
        """Keep results in *file*."""
        self._file = file

    def find(self, keys: Iterable[str]) -> dict[str, list[Finding]]:
        """Give what is kept under *keys*."""
        wanted = set(keys)
        try:
            with closing(self._open()) as database:
                rows = database.execute("SELECT key, findings FROM result").fetchall()
            return {key: _read(text) for key, text in rows if key in wanted}
        except (sqlite3.Error, ValueError, KeyError, TypeError, OSError):
            return {}

    def keep(self, results: Mapping[str, Iterable[Finding]], used: Iterable[str]) -> None:
        """Keep *results*, and those *used* again; forget what was of no use for long."""
        try:
            with closing(self._open()) as database, database:
                run = database.execute("INSERT INTO run DEFAULT VALUES").lastrowid or 0
                database.executemany(
                    "INSERT OR REPLACE INTO result VALUES (?, ?, ?)",
                    [(key, _write(findings), run) for key, findings in results.items()],
                )
                database.executemany(
                    "UPDATE result SET run = ? WHERE key = ?", [(run, key) for key in used]
                )
                database.execute("DELETE FROM result WHERE run < ?", (run - _RUNS,))
        except sqlite3.DatabaseError:
            self._file.unlink(missing_ok=True)  # damaged: begun anew the next time
        except OSError:
            return

    def _open(self) -> sqlite3.Connection:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._file, timeout=10)
        database.executescript(_TABLES)
        return database


def _write(findings: Iterable[Finding]) -> str:
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False)


def _read(text: str) -> list[Finding]:
    return [_finding(**fields) for fields in json.loads(text)]


def _finding(*, severity: str, message: dict[str, Any], **fields: Any) -> Finding:
    return Finding(severity=Severity(severity), message=Message(**message), **fields)


def kept_results(releases: Path) -> KeptResults | None:
    """Give the results that are kept beside *releases*, ``None`` where nothing was published."""
    return KeptResults(releases / CHECKED) if releases.is_dir() else None
