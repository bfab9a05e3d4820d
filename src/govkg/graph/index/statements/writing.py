"""Write the statements of a release: a row each, their figures, the sets by which one chooses."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from govkg.graph.index.bitsets import NONE, Numbers, pack, unpack
from govkg.graph.index.making.inserting import insert
from govkg.graph.index.naming import parts_of
from govkg.graph.index.parts import Numbered, Part
from govkg.graph.index.statements.collecting import ROLES, UNIT, Figure
from govkg.vocabulary import GOVKG

LARGEST: Final = 3
"""How many of the largest figures of a field are kept for each unit."""
_COLUMNS: Final = Figure._fields
TABLES: Final = f"""
CREATE TABLE statement (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, fragment TEXT NOT NULL,
  kind TEXT, event TEXT, day TEXT, UNIQUE (document, fragment)
);
CREATE TABLE figure (
  statement INTEGER, amount REAL, {", ".join(f"{name} TEXT" for name in _COLUMNS)}
);
CREATE INDEX figure_statement ON figure (statement);
CREATE INDEX figure_indicator ON figure (indicator, statement);
CREATE INDEX figure_unit ON figure (unit, amount DESC, statement);
CREATE TABLE choice (
  id INTEGER PRIMARY KEY, property TEXT, value TEXT, number INTEGER, first INTEGER, members BLOB,
  UNIQUE (property, value)
);
CREATE INDEX choice_value ON choice (value);
CREATE INDEX choice_number ON choice (property, number DESC);
CREATE INDEX choice_first ON choice (property, first);
CREATE TABLE chosen (statement INTEGER, choice INTEGER, PRIMARY KEY (statement, choice))
  WITHOUT ROWID;
CREATE TABLE largest (field TEXT, unit TEXT, place INTEGER, figure INTEGER,
  PRIMARY KEY (field, unit, place)) WITHOUT ROWID;
"""
_PILLAR: Final = f"{GOVKG}pillar"


def write_statements(database: sqlite3.Connection, came: Part, went: Part) -> None:
    """Put the statements of what *came* in the place of those of what *went*."""
    for table, column in (("statement", "id"), ("figure", "statement"), ("chosen", "statement")):
        database.executemany(
            f"DELETE FROM {table} WHERE {column} = ?",  # noqa: S608  # our own names
            ((at,) for at in went.statements),
        )
    insert(
        database,
        "statement",
        (
            (at, *_named(one.iri, came), one.kind, one.event, one.day)
            for at, one in came.statements.items()
        ),
    )
    insert(
        database,
        "figure",
        (
            (at, amount_of(figure), *figure)
            for at, one in came.statements.items()
            for figure in one.figures
        ),
    )
    _write_choices(database, came.statements, went.statements)
    both = (*came.statements.values(), *went.statements.values())
    _write_largest(database, {figure.unit for one in both for figure in one.figures})


def _named(iri: str, part: Part) -> tuple[int, str]:
    document, fragment = parts_of(iri)
    return part.documents[document], fragment


def _write_choices(database: sqlite3.Connection, came: Numbered, went: Numbered) -> None:
    coming, going = _choices(came), _choices(went)
    ids: dict[tuple[str, str], int] = {}
    for choice in sorted(coming.keys() | going.keys()):
        row = database.execute(
            "SELECT id, members FROM choice WHERE property = ? AND value = ?", choice
        ).fetchone()
        before = unpack(row[1]) if row else NONE
        members = before - Numbers(going.get(choice, ())) | Numbers(coming.get(choice, ()))
        if row:
            database.execute("DELETE FROM choice WHERE id = ?", (row[0],))
        if members:
            ids[choice] = (
                database.execute(
                    "INSERT INTO choice VALUES (?, ?, ?, ?, ?, ?)",
                    (row and row[0], *choice, len(members), members.min(), pack(members)),
                ).lastrowid
                or 0
            )
    insert(
        database,
        "chosen",
        (
            (at, number)
            for at, one in came.items()
            for number in sorted(ids[choice] for choice in one.values)
        ),
    )


def _choices(numbered: Numbered) -> dict[tuple[str, str], list[int]]:
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in numbered.items():
        for choice in one.values:
            found[choice].append(at)
    return found


def _write_largest(database: sqlite3.Connection, units: Iterable[str]) -> None:
    """Write for each field which targets in *units*, parts of others apart, are the largest."""
    rows = database.execute(
        "SELECT value, members FROM choice WHERE property = ? ORDER BY value", (_PILLAR,)
    )
    fields_of_policy = [(value, unpack(packed)) for value, packed in rows.fetchall()]
    for unit in sorted(units):
        database.execute("DELETE FROM largest WHERE unit = ?", (unit,))
        row = database.execute(
            "SELECT members FROM choice WHERE property = ? AND value = ?", (UNIT, unit)
        ).fetchone()
        having = unpack(row[0]) if row else NONE
        with_unit = {value: among for value, among in fields_of_policy if among.intersect(having)}
        for policy, best in _largest(database, unit, with_unit).items():
            database.executemany(
                "INSERT INTO largest VALUES (?, ?, ?, ?)",
                ((policy, unit, place, figure) for place, figure in enumerate(best)),
            )


def _largest(
    database: sqlite3.Connection, unit: str, policies: Mapping[str, Numbers]
) -> dict[str, list[int]]:
    """Give the rows of the largest figures in a *unit*, for each of the *policies* apart."""
    best: dict[str, list[int]] = {policy: [] for policy in policies}
    left = dict(policies)
    # In order of an index: no more are read than it takes.
    figures = database.execute(
        "SELECT statement, rowid FROM figure WHERE unit = ? AND role = ? AND whole = ''"
        " AND amount IS NOT NULL ORDER BY amount DESC, statement, rowid",
        (unit, ROLES[0]),
    )
    for at, row in figures if left else ():
        for policy in [policy for policy, among in left.items() if at in among]:
            best[policy].append(row)
            if len(best[policy]) == LARGEST:
                del left[policy]
        if not left:
            break
    figures.close()
    return best


def amount_of(figure: Figure) -> float | None:
    """Give a number to sort by; of a range, its larger end."""
    return next(_numbers(figure), None)


def _numbers(figure: Figure) -> Iterator[float]:
    for text in (figure.value, figure.largest, figure.smallest):
        try:
            yield float(text)
        except ValueError:
            continue
