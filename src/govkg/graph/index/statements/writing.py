"""Write the statements of a release: one row each, numbered in the order of a list of all."""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import astuple, fields
from heapq import nsmallest
from typing import Final

from govkg.graph.index.bitsets import bits_of, pack
from govkg.graph.index.gathering import Gathered
from govkg.graph.index.resources import labels_in
from govkg.graph.index.statements.collecting import ROLES, Figure, Statement
from govkg.vocabulary import GOVKG

LARGEST: Final = 3
"""How many of the largest figures of a field are kept for each unit."""
_COLUMNS: Final = [field.name for field in fields(Figure)]
TABLES: Final = f"""
CREATE TABLE statement (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT, event TEXT, day TEXT
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
CREATE TABLE ordering (name TEXT PRIMARY KEY, ids BLOB);
"""


def write_statements(
    database: sqlite3.Connection, gathered: Gathered, statements: Sequence[Statement]
) -> None:
    """Fill the tables; the first statement has the number 0."""
    database.executemany(
        "INSERT INTO statement VALUES (?, ?, ?, ?, ?)",
        ((at, one.iri, one.kind, one.event, one.day) for at, one in enumerate(statements)),
    )
    marks = ", ".join("?" * (len(_COLUMNS) + 2))
    database.executemany(
        f"INSERT INTO figure VALUES ({marks})",  # noqa: S608  # our own columns
        (
            (at, _amount(figure), *astuple(figure))
            for at, one in enumerate(statements)
            for figure in one.figures
        ),
    )
    _write_choices(database, statements)
    _write_largest(database, statements)
    _write_orderings(database, gathered, statements)


def _write_choices(database: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    chosen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(statements):
        for value in one.values:
            chosen[value].append(at)
    numbered = list(enumerate(sorted(chosen), start=1))
    database.executemany(
        "INSERT INTO choice VALUES (?, ?, ?, ?, ?, ?)",
        (
            (number, *choice, len(chosen[choice]), chosen[choice][0], pack(bits_of(chosen[choice])))
            for number, choice in numbered
        ),
    )
    database.executemany(
        "INSERT INTO chosen VALUES (?, ?)",
        sorted((at, number) for number, choice in numbered for at in chosen[choice]),
    )


def _write_largest(database: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    """Write for each field and unit which targets, parts of others apart, are the largest."""
    found: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    row = 0
    for one in statements:
        fields = [value for name, value in one.values if name == f"{GOVKG}pillar"]
        for figure in one.figures:
            row += 1
            amount = _amount(figure)
            if figure.role == ROLES[0] and not figure.whole and amount is not None:
                for policy in fields:
                    found[policy, figure.unit].append((-amount, row))
    database.executemany(
        "INSERT INTO largest VALUES (?, ?, ?, ?)",
        (
            (policy, unit, place, row)
            for (policy, unit), figures in sorted(found.items())
            for place, (_, row) in enumerate(nsmallest(LARGEST, figures))
        ),
    )


def _write_orderings(
    database: sqlite3.Connection, gathered: Gathered, statements: Sequence[Statement]
) -> None:
    """Write the numbers of all statements in other orders: by label in a language, by year."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for iri, language, text in labels_in(gathered):
        labels[language.partition("-")[0]].setdefault(iri, text.casefold())
    numbers = range(len(statements))
    orders = {
        f"label.{language}": sorted(numbers, key=lambda at: _place(texts.get(statements[at].iri)))
        for language, texts in labels.items()
    }
    orders["year"] = sorted(numbers, key=lambda at: _place(statements[at].year))
    database.executemany(
        "INSERT INTO ordering VALUES (?, ?)",
        ((name, array("I", ids).tobytes()) for name, ids in sorted(orders.items())),
    )


def _place(text: str | None) -> tuple[bool, str]:
    """Sort what has nothing behind everything else."""
    return not text, text or ""


def _amount(figure: Figure) -> float | None:
    """Give a number to sort by; of a range, its larger end."""
    numbers = _numbers(figure)
    return next(numbers, None)


def _numbers(figure: Figure) -> Iterator[float]:
    for text in (figure.value, figure.largest, figure.smallest):
        try:
            yield float(text)
        except ValueError:
            continue
