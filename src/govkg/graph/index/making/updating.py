"""Make the index of a release from that of the one before, at the cost of what changed."""

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from govkg.graph.index import naming
from govkg.graph.index.database import VERSION
from govkg.graph.index.gathering import Gathered, gather
from govkg.graph.index.labels import labels_in
from govkg.graph.index.making.affected import MOST, SOURCE, STATEMENT, Seen, needed, touched
from govkg.graph.index.making.building import PROPERTIES, write_part
from govkg.graph.index.making.facts import Facts
from govkg.graph.index.making.numbering import number_documents
from govkg.graph.index.naming import parts_of
from govkg.graph.index.parts import Numbered, Part
from govkg.graph.index.statements.collecting import Statement, collect_statements
from govkg.graph.index.statements.numbering import CrowdedError, Kept, place
from govkg.graph.rebuilding import RebuildError
from govkg.iris import document_of

_SAID_AT: Final = """
SELECT iri || fragment FROM statement JOIN document ON document.id = document
WHERE event IN (SELECT value FROM json_each(?))
"""
_NUMBERS: Final = """
SELECT statement.id, iri || statement.fragment FROM json_each(?) AS wanted
CROSS JOIN document ON document.iri = wanted.value ->> 0
CROSS JOIN statement ON document = document.id AND statement.fragment = wanted.value ->> 1
"""


@dataclass(frozen=True, slots=True)
class Before:
    """The release before: its *index*, its *store*, and the N-Triples that went and came since."""

    index: Path
    store: Store
    removed: Collection[str]
    added: Collection[str]


def update_index(file: Path, before: Before) -> None:
    """Write to *file* the index of a merge that follows from the one *before*.

    Raises:
        RebuildError: it had better be built; *file* may be there, and is of no use.
    """
    shutil.copyfile(before.index, file)
    with closing(sqlite3.connect(file)) as database:
        if database.execute("PRAGMA user_version").fetchone() != (VERSION,):
            raise RebuildError
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON;"
        )
        _Update(database, before).run()
        database.commit()


@dataclass(frozen=True, slots=True)
class _State:
    """What is *gathered* before the change or after it, *statements* in order, and *sources*."""

    gathered: Gathered
    statements: tuple[Statement, ...]
    sources: set[str]


class _Update:
    def __init__(self, database: sqlite3.Connection, before: Before) -> None:
        self._database = database
        self._changed = (*before.removed, *before.added)
        self._old = Facts(before.store)
        self._new = Facts(before.store, without=before.removed, with_=before.added)
        self._seeds = touched(self._old, self._changed)
        for iri, roles in touched(self._new, self._changed).items():
            self._seeds[iri] |= roles

    def run(self) -> None:
        """Rewrite the rows that are touched."""
        old, new, went, came = self._settle()
        subjects = {line[1 : line.index(">")] for line in self._changed if line[0] == "<"}
        goes, comes = (subjects & state.gathered.subjects.keys() for state in (old, new))
        iris = {*goes, *comes, *(one.iri for one in (*came.values(), *went.values()))}
        documents = number_documents(self._database, map(document_of, iris))
        write_part(
            self._database,
            Part(new.gathered, labels_in(new.gathered), comes, came, new.sources, documents),
            Part(old.gathered, labels_in(old.gathered), goes, went, (), documents),
        )
        naming.forget_unused(self._database, map(document_of, goes))

    def _settle(self) -> tuple[_State, _State, Numbered, Numbered]:
        """Find out which statements go and come, each with its number."""
        events: set[str] = set()
        while True:
            old, new = self._read()
            events |= {one.event for one in (*old.statements, *new.statements)}
            # All statements of an event are numbered together.
            if self._look_at(events):
                continue
            went = self._numbered(old.statements)
            try:
                return old, new, went, place(Kept(self._database, went), new.statements)
            except CrowdedError as crowd:
                if crowd.events <= events:
                    raise RebuildError from crowd
                events |= crowd.events

    def _look_at(self, events: Collection[str]) -> bool:
        """Take in the statements of *events*; say whether there were more."""
        rows = self._database.execute(_SAID_AT, (json.dumps(sorted(events)),)).fetchall()
        more = [iri for (iri,) in rows if STATEMENT not in self._seeds.get(iri, ())]
        for iri in more:
            self._seeds[iri].add(STATEMENT)
        if len(self._seeds) > MOST:
            raise RebuildError
        return bool(more)

    def _numbered(self, statements: Collection[Statement]) -> Numbered:
        """Give the numbers that *statements* have in the index."""
        found = {one.iri: one for one in statements}
        names = json.dumps([parts_of(iri) for iri in found])
        rows = dict(self._database.execute(_NUMBERS, (names,)))
        if len(rows) < len(found):
            raise RebuildError  # it is not the index of that store
        return {at: found[rows[at]] for at in sorted(rows)}

    def _read(self) -> tuple[_State, _State]:
        """Read what the rows of all seeds depend on, before the change and after it."""
        seen, lines = needed(self._old, self._seeds)
        for iri, roles in self._seeds.items():
            seen[iri] |= roles
        # A source that nothing points at any more has a row, too.
        seen_now, lines_now = needed(self._new, seen)
        return self._state(seen, lines), self._state(seen_now, lines_now)

    def _state(self, seen: Seen, lines: Iterable[str]) -> _State:
        gathered = gather(lines, PROPERTIES)
        statements = (
            one for one in collect_statements(gathered) if STATEMENT in self._seeds.get(one.iri, ())
        )
        sources = {iri for iri, roles in seen.items() if SOURCE in roles}
        return _State(gathered, tuple(statements), sources)
