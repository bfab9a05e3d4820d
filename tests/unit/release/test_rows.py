"""Rows of the table are read from lines; what these lead to, from a store."""

from pyoxigraph import RdfFormat, Store

from govkg.release.files.tables.columns import Column
from govkg.release.files.tables.rows import Row, Table
from govkg.vocabulary import GOVKG, RDF, RDFS

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
"""


def _rows(lines: list[str], column: Column) -> list[Row]:
    store = Store()
    store.load(_FAR, RdfFormat.N_TRIPLES)
    return list(Table(store, [column]).rows(lines))


def test_a_cell_has_values_and_no_blank_nodes() -> None:
    """Of a literal its text, whatever its type or language."""
    assert _rows(_NEAR, Column("of", ("urn:of",))) == [[("7", "b", 'say "a"', "urn:b")]]


def test_labels_stand_in_the_order_of_what_they_name() -> None:
    """Whether that has a name or not; where it has no label, there is room for one."""
    column = Column("by", ("urn:by",), "text", many=True, language="en")
    assert _rows(_NEAR, column) == [[("", "nameless")]]


def test_the_direction_of_a_label_is_no_part_of_its_language() -> None:
    """A label in the language is one, however it is to be read."""
    assert _rows(_NEAR, Column("label_en", (), "text", language="en")) == [[("near",)]]


def test_what_stands_elsewhere_is_looked_up() -> None:
    """The first label in the language, else one without."""
    lines = [
        f"<urn:a> <{RDF}type> <{GOVKG}Commitment> .",
        "<urn:a> <urn:by> <urn:c> .",
        "<urn:a> <urn:by> <urn:d> .",
    ]
    column = Column("by", ("urn:by",), "text", many=True, language="en")
    assert _rows(lines, column) == [[("eins", "plain")]]
    assert _rows(lines, Column("far", ("urn:by", f"{RDFS}label"), "text")) == [
        [("anders", "eins", "plain", "zwei")]
    ]
