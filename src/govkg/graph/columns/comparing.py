"""What the columns of a release say, however their files are laid out."""

import filecmp
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import duckdb

from govkg.graph.columns.building import DATABASE

_TABLES: Final = "SELECT table_name FROM information_schema.tables WHERE table_catalog = ?"


def differences(one: Path, other: Path) -> Iterator[str]:
    """Name what the columns in two folders do not agree on.

    Raises:
        duckdb.Error: one of them is damaged.
    """
    for file in sorted(file.name for file in other.iterdir() if file.name != DATABASE):
        if not (one / file).is_file() or not filecmp.cmp(one / file, other / file, shallow=False):
            yield file
    with duckdb.connect(config={"memory_limit": "400MB"}) as database:
        for name, folder in {"one": one, "other": other}.items():
            file = str(folder / DATABASE).replace("'", "''")
            database.execute(f"ATTACH '{file}' AS {name} (READ_ONLY)")
        tables = [
            {name for (name,) in database.execute(_TABLES, [side]).fetchall()}
            for side in ("one", "other")
        ]
        for table in sorted(tables[0] | tables[1]):
            if table not in tables[0] & tables[1] or _differ(database, table):
                yield f"table “{table}”"


def _differ(database: duckdb.DuckDBPyConnection, table: str) -> bool:
    sides = (f"FROM one.{table}", f"FROM other.{table}")
    return any(
        database.execute(f"({left} EXCEPT ALL {right}) LIMIT 1").fetchone()
        for left, right in (sides, reversed(sides))
    )
