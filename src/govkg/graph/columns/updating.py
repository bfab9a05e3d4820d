"""Make the columns of a release from those of the one before, at little more than a copy costs.

Terms keep their order: so the numbers between two that came or went all shift by the same.
"""

import shutil
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Final

import duckdb

from govkg.graph.columns.building import (
    DATABASE,
    NUMBER,
    TERM,
    fold_alike,
    opened,
    write_facts,
)
from govkg.graph.columns.by_subject import Numbers, Row, follow_statements
from govkg.graph.columns.terms import TERMS, Terms, TermsWriter, sort_key, terms_of_line
from govkg.graph.rebuilding import RebuildError

_UNUSED: Final = """
WITH wanted AS (SELECT unnest($ids::INTEGER[]) AS id),
places AS (
  SELECT p AS id FROM triple WHERE p IN (FROM wanted)
  UNION ALL SELECT s FROM triple WHERE s IN (FROM wanted)
  UNION ALL SELECT o FROM triple WHERE o IN (FROM wanted)),
lost AS (SELECT unnest([p, s, o]) AS id FROM gone)
SELECT id FROM wanted
WHERE (SELECT count(*) FROM places WHERE places.id = wanted.id)
  = (SELECT count(*) FROM lost WHERE lost.id = wanted.id)
ORDER BY id
"""
_NAMES: Final = """
CREATE TEMP TABLE name AS SELECT
  unnest($ids::INTEGER[]) AS id, unnest($kinds::INTEGER[]) AS kind,
  unnest($names::VARCHAR[]) AS name
"""
_SHIFT: Final = """
CREATE TEMP TABLE shift AS
  WITH step AS (
    SELECT unnest($starts::INTEGER[]) AS start, unnest($ends::INTEGER[]) AS stop,
      unnest($shifts::INTEGER[]) AS shift),
  moved AS (SELECT unnest(range(start, stop)) AS old, shift FROM step WHERE shift <> 0)
  SELECT old::INTEGER AS old, (old + shift)::INTEGER AS id FROM moved
"""
"""Only the numbers that become others."""
_TRIPLES: Final = """
CREATE TABLE fresh AS
  SELECT COALESCE(p.id, kept.p) AS p, COALESCE(s.id, kept.s) AS s, COALESCE(o.id, kept.o) AS o
  FROM (FROM triple ANTI JOIN gone USING (p, s, o)) AS kept
  LEFT JOIN shift p ON p.old = kept.p
  LEFT JOIN shift s ON s.old = kept.s
  LEFT JOIN shift o ON o.old = kept.o
  UNION ALL SELECT p, s, o FROM came ORDER BY ALL
"""
_DROP: Final = "DELETE FROM {} WHERE id IN (SELECT unnest($unused::INTEGER[]))"
_MOVE: Final = "UPDATE {0} SET id = shift.id FROM shift WHERE {0}.id = shift.old"
_SIZES: Final = """
SELECT (SELECT count(*) FROM triple) - (SELECT count(*) FROM gone)
  + (SELECT count(*) FROM came) - (SELECT count(*) FROM fresh),
  (SELECT count(*) FROM fresh SEMI JOIN came USING (p, s, o)) - (SELECT count(*) FROM came)
"""
_TURN: Final = """
DROP TABLE triple;
ALTER TABLE fresh RENAME TO triple;
DROP TABLE predicate;
DROP TABLE fact;
"""
_KINDS: Final = {b"<": 0, b"_": 1, b'"': 2}


def update_columns(
    folder: Path, previous: Path, removed: Collection[str], added: Collection[str]
) -> None:
    """Write into the new *folder* the columns of a merge, from the *previous* columns.

    Those are of the same N-Triples with the *removed*, and without the *added*.

    Raises:
        RebuildError: they are not.
    """
    terms = Terms(previous / TERMS)
    gone, came = ([terms_of_line(line) for line in lines] for lines in (removed, added))
    fresh = {term for triple in came for term in triple if terms.find(term) is None}
    folder.mkdir()
    shutil.copyfile(previous / DATABASE, folder / DATABASE)
    with opened(folder, previous / DATABASE) as database:
        # What comes again is in use.
        loose = {term for triple in gone for term in triple}
        loose -= {term for triple in came for term in triple}
        gone_rows = [_row(map(_found(terms), one)) for one in gone]
        _write_triples(database, "gone", gone_rows)
        ids = [_found(terms)(term) for term in loose]
        unused = [number for (number,) in database.execute(_UNUSED, {"ids": ids}).fetchall()]
        numbers = Renumbering(terms, unused, sorted(fresh, key=sort_key))
        came_rows = [_row(map(numbers.number, one)) for one in came]
        _write_triples(database, "came", came_rows)
        folds_alike = _write_tables(database, numbers)
        with TermsWriter(folder / TERMS) as writer:
            numbers.write(writer)
        write_facts(database, len(writer), folds_alike=folds_alike)
    follow_statements(folder, previous, numbers.table(), gone_rows, came_rows)


class Renumbering:
    """Old *terms* without the *unused* numbers, and with *fresh* ones; both are sorted."""

    def __init__(self, terms: Terms, unused: Sequence[int], fresh: Sequence[bytes]) -> None:
        """Work out by how much numbers shift, and from where on."""
        self.terms = terms
        self.unused = unused
        self._places = [terms.place(term) for term in fresh]
        shifts = Counter({0: 0})
        shifts.update(self._places)
        shifts.subtract(number + 1 for number in unused)
        self.starts = sorted(shifts)
        self.shifts = list(accumulate(shifts[start] for start in self.starts))
        self.fresh = {
            term: place - bisect_left(unused, place) + rank
            for rank, (term, place) in enumerate(zip(fresh, self._places, strict=True))
        }

    def number(self, term: bytes) -> int:
        """Give the new number of a term that is in use."""
        if term in self.fresh:
            return self.fresh[term]
        old = self.terms.place(term)
        return old + self.shifts[bisect_right(self.starts, old) - 1]

    def table(self) -> Numbers:
        """Give the new numbers of all old terms; of those that are unused, any."""
        import numpy as np

        size = len(self.terms)
        lengths = np.diff([*self.starts, size])
        return np.arange(size, dtype=np.int32) + np.repeat(np.array(self.shifts, np.int32), lengths)

    def write(self, writer: TermsWriter) -> None:
        """Write the terms in their new order."""
        added = ((place, 0, term) for term, place in zip(self.fresh, self._places, strict=True))
        dropped = ((number, 1, b"") for number in self.unused)
        done = 0
        for place, width, term in sorted((*added, *dropped), key=itemgetter(0, 1)):
            writer.copy(self.terms, done, place)
            done = place + width
            if not width:
                writer.write([term])
        writer.copy(self.terms, done, len(self.terms))


def _row(numbers: Iterable[int]) -> Row:
    subject, predicate, thing = numbers
    return subject, predicate, thing


def _found(terms: Terms) -> Callable[[bytes], int]:
    def find(term: bytes) -> int:
        number = terms.find(term)
        if number is None:
            raise RebuildError
        return number

    return find


def _write_triples(
    database: duckdb.DuckDBPyConnection, table: str, triples: Sequence[tuple[int, ...]]
) -> None:
    columns = list(zip(*triples, strict=True)) or [(), (), ()]
    database.execute(
        f"CREATE TEMP TABLE {table} AS SELECT unnest($p::INTEGER[]) AS p,"
        " unnest($s::INTEGER[]) AS s, unnest($o::INTEGER[]) AS o",
        {"s": list(columns[0]), "p": list(columns[1]), "o": list(columns[2])},
    )


def _write_tables(database: duckdb.DuckDBPyConnection, numbers: Renumbering) -> bool:
    """Change all tables but those of facts, which are gone; say whether all texts fold alike.

    Triples are written anew, since they stand sorted; in other tables a number is changed where it
    stands, and the texts beside it stay untouched.
    """
    names = {
        "ids": list(numbers.fresh.values()),
        "kinds": [_KINDS[term[:1]] for term in numbers.fresh],
        "names": [term.decode() for term in numbers.fresh],
    }
    database.execute(_NAMES, names)
    ends = [*numbers.starts[1:], len(numbers.terms)]
    shift = {"starts": numbers.starts, "ends": ends, "shifts": numbers.shifts}
    database.execute(_SHIFT, shift)
    database.execute(_TRIPLES)
    if database.execute(_SIZES).fetchone() != (0, 0):
        raise RebuildError  # what went was not there, or what came was
    for table, rows in {"term": TERM, "number": NUMBER}.items():
        database.execute(_DROP.format(table), {"unused": list(numbers.unused)})
        database.execute(_MOVE.format(table))
        database.execute(f"INSERT INTO {table} {rows}")
    (before,) = database.execute("SELECT folds_alike FROM fact").fetchone() or (False,)
    database.execute(_TURN)
    # Of the texts that were there, it is known where it is so.
    return fold_alike(database, "term SEMI JOIN name USING (id)" if before else "term")
