"""Write the history: a new file beside the old one, which it replaces by one rename.

So readers see the one or the other, need no lock, and may read from a disk that they cannot write.
"""

import os
import shutil
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from govkg.errors import ReleaseError
from govkg.iris import Addresses
from govkg.release.history.bodies import keep_bodies, withhold_bodies
from govkg.release.history.changes import change_files, write_changes
from govkg.release.history.dump import Dump, Sign, document_of_line, mask_blank_nodes
from govkg.release.history.log import Activation, Summary
from govkg.release.history.redactions import Redaction
from govkg.release.history.versions import HISTORY, TABLES, Kind, instant
from govkg.release.layout import UNFINISHED, Layout, sync_folder
from govkg.release.manifest import read_manifest
from govkg.release.verification.checksums import has_checksum

_LAST_KNOWN: Final = "SELECT release FROM activation WHERE compared ORDER BY sequence DESC LIMIT 1"
_LIVING: Final = """
SELECT iri FROM version JOIN document ON document.id = version.document
WHERE until IS NULL AND kind <> 'withdrawn'
"""
_END: Final = """
UPDATE version SET until = ? WHERE until IS NULL
AND document = (SELECT id FROM document WHERE iri = ?)
"""
_SILENCE: Final = """
UPDATE version SET kind = 'withdrawn' WHERE document = (SELECT id FROM document WHERE iri = ?)
"""
_BEGIN: Final = """
INSERT INTO version (document, sequence, kind) SELECT id, ?, ? FROM document WHERE iri = ?
"""


class Draft:
    """The history as it will be. Use as ``with``; nobody sees it before `publish`."""

    def __init__(self, releases: Path) -> None:
        """Begin with the history in *releases* as it is."""
        self._releases = releases
        self._file = releases / f"{UNFINISHED}{HISTORY}"
        try:
            self._database = self._begin(releases / HISTORY)
        except BaseException:
            self._file.unlink(missing_ok=True)
            raise

    def __enter__(self) -> Self:
        """Give the draft."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Throw away what was not published."""
        self._database.close()
        self._file.unlink(missing_ok=True)

    @property
    def length(self) -> int:
        """How many activations it has."""
        (length,) = self._database.execute("SELECT COUNT(*) FROM activation").fetchone()
        return int(length)

    def last_time(self) -> datetime:
        """Give the time of the last activation; the next one is not before it."""
        (time,) = self._database.execute("SELECT MAX(time) FROM activation").fetchone()
        return datetime.fromisoformat(time) if time else datetime.min.replace(tzinfo=UTC)

    def add(self, release_id: str) -> Summary:
        """Add the versions that come with *release_id* as the next activation."""
        sequence = self.length + 1
        changes, summary = self._compare(release_id)
        known = ((iri,) for kind, iri in changes if kind is Kind.CREATED)
        self._database.executemany("INSERT OR IGNORE INTO document (iri) VALUES (?)", known)
        if sequence > 1:
            self._database.executemany(_END, ((sequence, iri) for _, iri in changes))
        self._database.executemany(_BEGIN, ((sequence, kind, iri) for kind, iri in changes))
        return summary

    def enter(self, entry: Activation) -> None:
        """Add the activation itself."""
        self._database.execute(
            "INSERT INTO activation VALUES (?, ?, ?, ?, ?)",
            (
                entry.sequence,
                instant(entry.time),
                entry.release,
                _is_there(self._releases / entry.release),
                entry.model_dump_json(exclude_none=True),
            ),
        )
        if entry.redaction is not None:
            self._withhold(entry.redaction)

    def keep_bodies(self, kept: Collection[str]) -> None:
        """Keep the triples of versions that none of the *kept* releases will have any more."""
        keep_bodies(self._database, self._releases, kept)

    def finish(self) -> None:
        """Bring the file to the disk."""
        self._database.execute("COMMIT")
        self._database.close()
        with self._file.open("rb") as file:
            os.fsync(file.fileno())

    def publish(self) -> None:
        """Let everybody see it; after `finish`."""
        self._file.rename(self._releases / HISTORY)
        sync_folder(self._releases)

    def _withhold(self, redaction: Redaction) -> None:
        """Let earlier versions of what was taken out say nothing, and others nothing of it."""
        self._database.execute(_SILENCE, (redaction.iri,))
        withhold_bodies(self._database, redaction)

    def _begin(self, known: Path) -> sqlite3.Connection:
        self._file.unlink(missing_ok=True)
        if known.exists():
            shutil.copyfile(known, self._file)
        database = sqlite3.connect(self._file, isolation_level=None)
        # Until it is renamed the file is nobody's, so that no journal need protect it.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        if not known.exists():
            database.executescript(TABLES)
        database.execute("BEGIN")
        return database

    def _compare(self, release_id: str) -> tuple[list[tuple[Kind, str]], Summary]:
        """Give what *release_id* changes, in order of IRI, and count it."""
        newer = Layout(self._releases / release_id)
        if not _is_there(newer.folder):
            return [], Summary()
        row = self._database.execute(_LAST_KNOWN).fetchone()
        older = Layout(self._releases / row[0]) if row else None
        roots = _roots(newer)
        with ExitStack() as stack:
            dump = stack.enter_context(Dump(newer))
            if older is None or not _can_be_compared(older):
                changes = self._compare_with_known(dump, roots)
                counts = Counter[Sign]({Sign.ADDED: read_manifest(newer.manifest).triples})
            else:
                write_changes(change_files(self._releases, self.length + 1), older, newer)
                before = stack.enter_context(Dump(older))
                changes, counts = _compare_dumps(before, dump, roots | _roots(older))
        changes.sort(key=lambda change: change[1])
        kinds = Counter(kind for kind, _ in changes)
        summary = Summary(
            **{kind.value: kinds[kind] for kind in Kind},
            added=counts[Sign.ADDED],
            removed=counts[Sign.REMOVED],
        )
        return changes, summary

    def _compare_with_known(self, dump: Dump, roots: frozenset[str]) -> list[tuple[Kind, str]]:
        """Tell the changes without an earlier dump: what may have changed counts as changed."""
        beginnings = tuple(roots)
        present = {iri for iri in dump.documents() if iri.startswith(beginnings)}
        living = {iri for (iri,) in self._database.execute(_LIVING)}
        return [
            *((Kind.CREATED, iri) for iri in present - living),
            *((Kind.CHANGED, iri) for iri in present & living),
            *((Kind.WITHDRAWN, iri) for iri in living - present),
        ]


def _compare_dumps(
    older: Dump, newer: Dump, roots: frozenset[str]
) -> tuple[list[tuple[Kind, str]], Counter[Sign]]:
    counts: Counter[Sign] = Counter()
    # Per document, hashes of what came less those of what went: nothing where only names of
    # blank nodes changed. Kept instead of the lines, since everything may have changed.
    balances: dict[str, int] = defaultdict(int)
    for sign, line in older.difference(newer):
        counts[sign] += 1
        document = document_of_line(line)
        if document is not None and document.startswith(tuple(roots)):
            weight = 1 if sign is Sign.ADDED else -1
            balances[document] += weight * hash(mask_blank_nodes(line))
    changes = []
    for document, balance in balances.items():
        was, remains = older.describes(document), newer.describes(document)
        if was and not remains:
            changes.append((Kind.WITHDRAWN, document))
        elif remains and not was:
            changes.append((Kind.CREATED, document))
        elif remains and balance:
            changes.append((Kind.CHANGED, document))
    return changes, counts


def _roots(layout: Layout) -> frozenset[str]:
    return frozenset(Addresses(read_manifest(layout.manifest).dataset.base_iri).roots)


def _is_there(folder: Path) -> bool:
    return Layout(folder).manifest.is_file()


def _can_be_compared(layout: Layout) -> bool:
    """Say whether a release still has the dump that it was written with."""
    try:
        file = read_manifest(layout.manifest).file(layout.merge.name)
    except ReleaseError:
        return False
    return file is not None and has_checksum(layout.merge, file)
