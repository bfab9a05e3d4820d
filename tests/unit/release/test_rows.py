"""Rows of the table say the same whether all is gathered or what is far is looked up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from govkg.graph.index import LABEL_PROPERTIES
from govkg.graph.index.gathering import gather
from govkg.graph.index.making.columns import gather_columns
from govkg.graph.index.statements.collecting import COMMITMENT
from govkg.release.files.documents import documents_with
from govkg.release.files.tables.columns import Column
from govkg.release.files.tables.nearby import Nearby
from govkg.release.files.tables.rows import Facts, Table, rows_of
from govkg.vocabulary import GOVKG, RDF, RDFS
from merges import columns_of

_NEAR = rf"""
<urn:a> <{RDF}type> <{GOVKG}Commitment> .
<urn:a> <urn:of> "say \"a\"" .
<urn:a> <urn:of> "b"@en .
<urn:a> <urn:of> "7"^^<urn:number> .
<urn:a> <urn:of> _:blank .
<urn:a> <urn:of> <urn:b> .
<urn:a> <urn:by> <urn:b> .
<urn:a> <urn:by> _:blank .
<urn:a> <{RDFS}label> "near"@en--ltr .
_:blank <{RDFS}label> "nameless"@en .
<urn:b> <{RDF}type> <urn:Other> .
""".strip().splitlines()
_FAR = rf"""
<urn:c> <{RDFS}label> "zwei"@en .
<urn:c> <{RDFS}label> "eins"@en .
<urn:c> <{RDFS}label> "anders" .
<urn:d> <{RDFS}label> "plain" .
_:far <{RDFS}label> "far"@en .
""".strip().splitlines()

Rows = Callable[[list[str], Column], list[list[str]]]


@pytest.fixture(params=["gathered", "nearby"])
def rows(request: pytest.FixtureRequest, tmp_path: Path) -> Rows:
    """Make the rows of one column: from columns that hold all, or lines beside a store."""

    def made(lines: list[str], column: Column) -> list[list[str]]:
        wanted = {*LABEL_PROPERTIES, f"{RDF}type", *column.path}
        every = lines + _FAR
        facts: Facts = gather_columns(columns_of(tmp_path / column.name, every), wanted)
        near = gather([line for line in lines if line[0] == "<"], wanted)
        if request.param == "nearby":
            store = Store()
            store.extend(parse("\n".join(every), RdfFormat.N_TRIPLES))
            facts = Nearby(near, store)
        documents = documents_with(near, COMMITMENT)
        return [list(row) for _, rows in rows_of(Table(facts, [column]), documents) for row in rows]

    return made


def test_a_cell_has_values_and_no_blank_nodes(rows: Rows) -> None:
    """Of a literal its text, whatever its type or language."""
    assert rows(_NEAR, Column("of", ("urn:of",))) == [['7 | b | say "a" | urn:b']]


def test_labels_stand_in_the_order_of_what_they_name(rows: Rows) -> None:
    """Whether that has a name or not; where it has no label, there is room for one."""
    column = Column("by", ("urn:by",), "text", many=True, language="en")
    assert rows(_NEAR, column) == [[" | nameless"]]


def test_the_direction_of_a_label_is_no_part_of_its_language(rows: Rows) -> None:
    """A label in the language is one, however it is to be read."""
    assert rows(_NEAR, Column("label_en", (), "text", language="en")) == [["near"]]


def test_what_stands_elsewhere_is_found(rows: Rows) -> None:
    """The first label in the language, else one without."""
    lines = [
        f"<urn:a> <{RDF}type> <{GOVKG}Commitment> .",
        "<urn:a> <urn:by> <urn:c> .",
        "<urn:a> <urn:by> <urn:d> .",
    ]
    column = Column("by", ("urn:by",), "text", many=True, language="en")
    assert rows(lines, column) == [["eins | plain"]]
    assert rows(lines, Column("far", ("urn:by", f"{RDFS}label"), "text")) == [
        ["anders | eins | plain | zwei"]
    ]


def test_rows_stand_in_the_order_of_their_dump(rows: Rows) -> None:
    """Those of one commitment in the order of figures: brackets end a name, and count."""
    lines = [
        *(f"<{name}> <{RDF}type> <{COMMITMENT}> ." for name in ("urn:a", "urn:a#b", "urn:a-b")),
        *(f"<urn:a> <{GOVKG}target> <urn:{name}> ." for name in ("c", "c-d")),
    ]
    commitments = [["urn:a-b"], ["urn:a#b"], ["urn:a"], ["urn:a"]]
    assert rows(lines, Column("commitment", ())) == commitments
    assert rows(lines, Column("figure", (), of_figure=True)) == [[""], [""], ["urn:c-d"], ["urn:c"]]
