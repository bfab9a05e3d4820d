"""The table as Parquet, where the extra ``parquet`` is installed."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
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

_LARGEST: Final = Decimal(10) ** (_PRECISION[0] - _PRECISION[1])
_YEARS: Final = 2**31


def read_decimal(text: str) -> Decimal | None:
    """Read a decimal; ``None`` where it is none, or none that the column can hold exactly.

    >>> read_decimal("4600.5"), read_decimal("seven billion"), read_decimal("1E-12")
    (Decimal('4600.5'), None, None)
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    fits = isinstance(exponent, int) and exponent >= -_PRECISION[1] and abs(number) < _LARGEST
    return number if fits else None


def read_integer(text: str) -> int | None:
    """Read a year; ``None`` where it is none.

    >>> read_integer("2024"), read_integer("2024-05"), read_integer("9" * 30)
    (2024, None, None)
    """
    number = read_decimal(text)
    if number is None or number != int(number) or abs(number) >= _YEARS:
        return None
    return int(number)


_READ: Final[dict[str, Callable[[str], object]]] = {
    "decimal": read_decimal,
    "integer": read_integer,
}


def is_available() -> bool:
    """Say whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def write_parquet(file: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write *rows*: numbers as numbers, several values as a list, nothing as null.

    Data that no shape has checked may call anything a number: what is none is null here, and stands
    in the table of text as it is.
    """
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
        return [value for text in cell if (value := read(text)) is not None]
    return read(cell[0]) if cell else None
