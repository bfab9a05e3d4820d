"""Parquet that follows from the release before is what would be written anew."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govkg.graph.rebuilding import RebuildError
from govkg.release import pieces
from govkg.release.files.tables import parquet, writing
from govkg.release.files.tables.columns import Column
from govkg.release.files.tables.parquet import TypedBefore, write_parquet
from govkg.release.files.tables.writing import PackedTable, TableWriter

COLUMNS = (
    Column("commitment", ()),
    Column("words", ("urn:words",), "text", many=True),
    Column("value", ("urn:value",), "decimal"),
    Column("year", ("urn:year",), "integer"),
)
DOCUMENTS = [f"urn:x:{number:03}" for number in range(100)]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut as if there were much."""
    monkeypatch.setattr(pieces, "_SUBJECTS", 3)
    monkeypatch.setattr(writing, "_TOGETHER", 4)


def table(folder: Path, changed: Iterable[str] = ()) -> PackedTable:
    """Write rows of some documents."""
    folder.mkdir()
    writer = TableWriter(COLUMNS)
    writer.write(
        (name, [[name, 'a\r\n | "b",', "1.50", year] for year in ("2024", "")])
        if name not in changed
        else (name, [[name, "", "much", "2025"]])
        for name in DOCUMENTS
    )
    writer.finish(folder / "table.csv.gz", folder / "table.json")
    return PackedTable(folder / "table.csv.gz", folder / "table.json")


def test_only_rows_that_changed_are_read_as_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = table(tmp_path / "old"), table(tmp_path / "new", {DOCUMENTS[50]})
    before, followed, anew = (tmp_path / f"{name}.parquet" for name in ("before", "next", "anew"))
    write_parquet(before, COLUMNS, old)
    write_parquet(anew, COLUMNS, new)
    read = parquet._read
    groups = []

    def counted(group: Iterable[Any], *rest: Any) -> Any:
        groups.append(group)
        return read(group, *rest)

    monkeypatch.setattr(parquet, "_read", counted)
    write_parquet(followed, COLUMNS, new, TypedBefore(before, COLUMNS, old))
    assert followed.read_bytes() == anew.read_bytes() != before.read_bytes()
    assert len(groups) == 1 < len(list(new.groups))


def test_values_are_those_of_the_text(tmp_path: Path) -> None:
    from pyarrow.parquet import read_table

    file = tmp_path / "table.parquet"
    write_parquet(file, COLUMNS, table(tmp_path / "text", {DOCUMENTS[1]}))
    first, _, changed, *_ = read_table(file).to_pylist()
    assert list(first.values()) == [DOCUMENTS[0], ["a\r\n", '"b",'], Decimal("1.5"), 2024]
    assert list(changed.values()) == [DOCUMENTS[1], [], None, 2025]


def test_other_columns_do_not_follow(tmp_path: Path) -> None:
    text, file = table(tmp_path / "text"), tmp_path / "table.parquet"
    write_parquet(file, COLUMNS, text)
    with pytest.raises(RebuildError):
        TypedBefore(file, (*COLUMNS[:-1], Column("date", ("urn:year",), "integer")), text)


def test_rows_of_a_piece_are_read_back(tmp_path: Path) -> None:
    """With what is new among its documents, which has no rows yet."""
    text = table(tmp_path / "text")
    (places,) = text.touched(["urn:x:0505"])
    new, *others = sorted(
        text.documents(places, ["urn:x:0505", "urn:y"]), key=lambda one: len(one[1])
    )
    assert new == ("urn:x:0505", [])
    for name, rows in others:
        years = [[name, 'a\r\n | "b",', "1.50", year] for year in ("2024", "")]
        assert rows == years
    assert f"<{others[0][0]}>" == text.pieces[places.start].start
