"""The table as Parquet, where the extra ``parquet`` is installed."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal, InvalidOperation
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from govkg.graph.rebuilding import RebuildError
from govkg.release.files.tables.columns import Column
from govkg.release.files.tables.rows import SEPARATOR
from govkg.release.files.tables.writing import PackedTable
from govkg.release.stretches import Packed, unpack

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


class TypedBefore:
    """The Parquet file of the release before, whose row groups are found by their packed rows."""

    def __init__(self, file: Path, columns: Sequence[Column], table: PackedTable) -> None:
        """Open *file*, which was written of *table*, to find values of *columns*.

        Raises:
            RebuildError: it would be written otherwise now.
        """
        import pyarrow as pa
        from pyarrow import parquet

        self._file = parquet.ParquetFile(file)
        self._numbers = {group: number for number, group in enumerate(table.groups)}
        software = self._file.metadata.created_by.split(" ")[-1]
        if software != pa.cpp_version or self._file.schema_arrow != _schema(columns):
            raise RebuildError

    def find(self, group: tuple[Packed, ...]) -> Any:
        """Give the rows of a *group*, or ``None``."""
        number = self._numbers.get(group)
        if number is None:
            return None
        # For so few rows, threads that wait for each other take longer than what they do.
        return self._file.read_row_group(number, use_threads=False)


def write_parquet(
    file: Path, columns: Sequence[Column], table: PackedTable, before: TypedBefore | None = None
) -> None:
    """Write the packed *table*: numbers as numbers, several values as a list, nothing as null.

    Rows that were read *before* are not read from text again. Data that no shape has checked may
    call anything a number: what is none is null here, and stands in the table of text as it is.
    """
    from pyarrow import parquet

    schema = _schema(columns)
    with parquet.ParquetWriter(file, schema) as writer:
        for group in table.groups:
            known = before.find(group) if before else None
            writer.write_table(_read(group, columns, schema) if known is None else known)


def _read(group: Iterable[Packed], columns: Sequence[Column], schema: Any) -> Any:
    import pyarrow as pa
    from pyarrow import csv

    text = b"".join(map(unpack, group))
    names = [column.name for column in columns]
    found = csv.read_csv(
        pa.BufferReader(text),
        csv.ReadOptions(block_size=len(text), column_names=names),
        csv.ParseOptions(newlines_in_values=True),
        csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=True,
            null_values=[""],
        ),
    )
    arrays = [
        _convert(texts.combine_chunks(), column, field.type)
        for texts, column, field in zip(found.columns, columns, schema, strict=True)
    ]
    return pa.table(arrays, schema=schema)


def _schema(columns: Iterable[Column]) -> Any:
    import pyarrow as pa

    return pa.schema([(column.name, _type(pa, column)) for column in columns])


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
