"""Write the columns of a release, from the N-Triples dump of its merge."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import duckdb

from govkg.graph.columns.by_subject import write_statements
from govkg.graph.columns.terms import TERMS, TermsWriter
from govkg.vocabulary import XSD

DATABASE: Final = "triples.duckdb"

_MEMORY: Final = 400
"""MB that are enough for some three million triples..."""
_TIMES: Final = 10
"""...and for more, so many times their size when packed: 2 GB for thirty million."""
_CHUNK: Final = 20_000

_READ: Final = """
CREATE TEMP TABLE line AS
  WITH halves AS (
    SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p FROM read_csv(
      ?, columns = {'line': 'VARCHAR'}, header = false, auto_detect = false,
      delim = '\x01', quote = '', escape = '', max_line_size = 33554432,
      buffer_size = 33554432))
  SELECT s, p, line[length(s) + length(p) + 3 : -3] AS o FROM halves
"""
_NUMBER: Final = """
CREATE TEMP TABLE name AS
  SELECT (row_number() OVER (ORDER BY kind, body) - 1)::INTEGER AS id, kind, name FROM (
    SELECT name,
      CASE name[1] WHEN '<' THEN 0 WHEN '_' THEN 1 ELSE 2 END AS kind,
      CASE name[1] WHEN '<' THEN name[2:-2] ELSE name END AS body
    FROM (SELECT s AS name FROM line UNION SELECT p FROM line UNION SELECT o FROM line))
"""
_TRIPLES: Final = """
CREATE TABLE triple AS
  SELECT p.id AS p, s.id AS s, o.id AS o FROM line
  JOIN name s ON s.name = line.s JOIN name p ON p.name = line.p JOIN name o ON o.name = line.o
  ORDER BY ALL
"""
TERM: Final = rf"""
  WITH split AS (
    SELECT id, kind, name, regexp_extract(
        name, '^"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<(.*)>)?$', ['body', 'tag', 'type']
      ) AS parts FROM name WHERE kind = 2),
  literal AS (SELECT id, parts.body AS body, parts.tag AS tag, parts.type AS type FROM split)
  SELECT id, 0 AS kind, name[2:-2] AS text, NULL AS tag FROM name WHERE kind = 0
  UNION ALL
  SELECT id, CASE WHEN type IN ('', '{XSD}string') THEN 2 ELSE 3 END,
    CASE WHEN contains(body, '\') THEN ('"' || body || '"')::JSON ->> '$' ELSE body END,
    CASE WHEN type = '' THEN tag END
  FROM literal
"""
"""What the table of terms says of each IRI and each literal of the table of names."""
NUMBER: Final = f"""
  SELECT id, is_integer, value FROM (
    SELECT id, ends_with(name, '^^<{XSD}integer>') AS is_integer,
      TRY_CAST(name[2 : instr(name, '"^^') - 1] AS DECIMAL(38, 18)) AS value
    FROM name WHERE kind = 2
      AND (ends_with(name, '^^<{XSD}integer>') OR ends_with(name, '^^<{XSD}decimal>'))
  ) WHERE value IS NOT NULL
"""
"""What the table of exact numbers says of names."""
_FACTS: Final = """
CREATE TABLE predicate AS
  WITH sizes AS (
    SELECT count(*) FILTER (kind = 0) AS iris, count(*) FILTER (kind > 0) AS literals FROM term)
  SELECT p AS id, count(*) AS triples,
    count(*) = count(n.id) AS is_exact,
    max(o) < any_value(iris) AS is_iri,
    min(o) >= $terms - any_value(literals) AS is_literal
  FROM triple LEFT JOIN number n ON n.id = o, sizes GROUP BY p ORDER BY p
"""
_FACT: Final = """
CREATE TABLE fact AS
  SELECT count(*) = $terms AS is_grounded, $folds_alike::BOOLEAN AS folds_alike FROM term
"""


@contextmanager
def opened(folder: Path, like: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the database in *folder*, new or not, with room for what *like* holds packed."""
    memory = max(_MEMORY, _TIMES * like.stat().st_size // 1_000_000)
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{memory}MB",
        "preserve_insertion_order": False,
        "temp_directory": str(folder / "temporary"),
    }
    with duckdb.connect(folder / DATABASE, config=settings) as database:
        yield database


def build_columns(folder: Path, dump: Path) -> None:
    """Write the columns of the sorted N-Triples in *dump* into the new *folder*."""
    folder.mkdir()
    with opened(folder, dump) as database:
        database.execute(_READ, [str(dump)])
        database.execute(_NUMBER)
        database.execute(_TRIPLES)
        database.execute("DROP TABLE line")
        database.execute(f"CREATE TABLE term AS {TERM} ORDER BY id")
        database.execute(f"CREATE TABLE number AS {NUMBER} ORDER BY id")
        with TermsWriter(folder / TERMS) as terms:
            for names in _chunks(database, "SELECT name FROM name ORDER BY id"):
                terms.write(name.encode() for (name,) in names)
        write_facts(database, len(terms), folds_alike=fold_alike(database, "term"))
        write_statements(database, folder)


def write_facts(database: duckdb.DuckDBPyConnection, terms: int, *, folds_alike: bool) -> None:
    """Write what is known of each predicate, and of all *terms*, so many."""
    database.execute(_FACTS, {"terms": terms})
    database.execute(_FACT, {"terms": terms, "folds_alike": folds_alike})


def _chunks(database: duckdb.DuckDBPyConnection, query: str) -> Iterator[list[tuple[str, ...]]]:
    result = database.execute(query)
    while rows := result.fetchmany(_CHUNK):
        yield rows


def fold_alike(database: duckdb.DuckDBPyConnection, terms: str) -> bool:
    """Say whether lower case means the same here and in Oxigraph, for every text of some *terms*.

    Both follow Unicode; but this engine maps one character to one, and neither need know the
    characters of a later version.
    """
    query = f"SELECT text, lower(text) FROM {terms} WHERE length(text) <> strlen(text)"
    return all(
        lower == text.lower() and all(unicodedata.category(character) != "Cn" for character in text)
        for rows in _chunks(database, query)
        for text, lower in rows
    )
