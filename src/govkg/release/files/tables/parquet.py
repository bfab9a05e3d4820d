"""The table as Parquet, where the extra ``parquet`` is installed."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from govkg.release.files.tables.columns import Column
from govkg.release.files.tables.rows import Cell, Row

_ROWS_AT_ONCE: Final = 10_000
_PRECISION: Final = (38, 9)
"""Digits of a decimal, and how many of them stand behind the point."""

_READ: Final[dict[str, Callable[[str], object]]] = {"decimal": Decimal, "integer": int}


def is_available() -> bool:
    """Say whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def write_parquet(file: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write *rows*: numbers as numbers, several values as a list, nothing as null."""
    import pyarrow as pa
    from pyarrow import parquet

    schema = pa.schema([(column.name, _type(pa, column)) for column in columns])
    rest = iter(rows)
    with parquet.ParquetWriter(file, schema) as writer:
        while block := list(islice(rest, _ROWS_AT_ONCE)):
            arrays = {
                column.name: [_value(column, row[place]) for row in block]
                for place, column in enumerate(columns)
            }
            writer.write_table(pa.table(arrays, schema=schema))


def _type(pa: ModuleType, column: Column) -> Any:
    kinds = {
        "integer": pa.int32(),
        "decimal": pa.decimal128(*_PRECISION),
    }
    single = kinds.get(column.kind, pa.string())
    return pa.list_(single) if column.many else single


def _value(column: Column, cell: Cell) -> object:
    read = _READ.get(column.kind, str)
    if column.many:
        return [read(text) for text in cell]
    return read(cell[0]) if cell else None
