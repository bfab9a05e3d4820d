"""The table as Parquet, where the extra ``parquet`` is installed."""

import gzip
from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from govkg.release.files.tables.columns import Column
from govkg.release.files.tables.rows import SEPARATOR

_BYTES_AT_ONCE: Final = 1 << 23
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
_PLAIN: Final = {"decimal": r"^-?[0-9]{1,20}(\.[0-9]{1,9})?$", "integer": "^-?[0-9]{1,9}$"}
"""What the engine reads as we do; all else is read one by one."""


def is_available() -> bool:
    """Say whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def load() -> None:
    """Load the library, where it is installed, ahead of its first use."""
    if is_available():
        from pyarrow import compute, csv, parquet  # noqa: F401


def write_parquet(file: Path, columns: Sequence[Column], table: Path) -> None:
    """Write the packed *table*: numbers as numbers, several values as a list, nothing as null.

    Data that no shape has checked may call anything a number: what is none is null here, and stands
    in the table of text as it is.
    """
    import pyarrow as pa
    from pyarrow import csv, parquet

    schema = pa.schema([(column.name, _type(pa, column)) for column in columns])
    with (
        gzip.open(table) as text,
        csv.open_csv(
            text,
            csv.ReadOptions(block_size=_BYTES_AT_ONCE),
            csv.ParseOptions(newlines_in_values=True),
            csv.ConvertOptions(
                column_types={column.name: pa.string() for column in columns},
                strings_can_be_null=True,
                null_values=[""],
            ),
        ) as batches,
        parquet.ParquetWriter(file, schema) as writer,
    ):
        for batch in batches:
            arrays = [
                _convert(batch.column(place), column, schema.field(place).type)
                for place, column in enumerate(columns)
            ]
            writer.write_table(pa.table(arrays, schema=schema))


def _type(pa: ModuleType, column: Column) -> Any:
    kinds = {
        "integer": pa.int32(),
        "decimal": pa.decimal128(*_PRECISION),
    }
    single = kinds.get(column.kind, pa.string())
    return pa.list_(single) if column.many else single


def _convert(texts: Any, column: Column, kind: Any) -> Any:
    """Give the *texts* of a column as values of a *kind*."""
    import pyarrow as pa
    from pyarrow import compute

    if column.many:
        return _lists(texts)
    read = _READ.get(column.kind)
    if read is None:
        return texts
    plain = compute.match_substring_regex(texts, _PLAIN[column.kind])
    if compute.all(plain, min_count=0).as_py():
        return texts.cast(kind)
    return pa.array([None if text is None else read(text) for text in texts.to_pylist()], kind)


def _lists(texts: Any) -> Any:
    """Part each of *texts*; most columns have few, and only these are looked at."""
    import pyarrow as pa
    from pyarrow import compute

    numbers = compute.add(compute.count_substring(texts, SEPARATOR), 1).fill_null(0)
    ends = compute.cumulative_sum(numbers)
    values = compute.split_pattern(texts.drop_null(), SEPARATOR).flatten()
    return pa.ListArray.from_arrays(pa.concat_arrays([pa.array([0], ends.type), ends]), values)
