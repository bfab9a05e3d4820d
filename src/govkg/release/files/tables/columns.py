"""The columns of ``commitments.csv``: one list, from which table, codebook and Parquet follow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from govkg.vocabulary import DCTERMS, GOVKG, OA, PROV, QUDT, SCHEMA


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one column.

    *path* are the properties that lead to it from the commitment or, where *of_figure*, from the
    figure. *kind* is ``iri``, ``text``, ``decimal`` or ``integer``. *many* says that a cell may
    hold several values, *language* that it holds a label in that language.
    """

    name: str
    path: tuple[str, ...]
    kind: str = "iri"
    of_figure: bool = False
    many: bool = False
    language: str | None = None


_WORDS: Final = (f"{PROV}wasDerivedFrom", f"{OA}hasSelector", f"{OA}exact")
_SOURCE: Final = (f"{PROV}wasDerivedFrom", f"{PROV}wasQuotedFrom")

_OF_COMMITMENT: Final = (
    Column("speaker", (f"{GOVKG}speaker",), many=True),
    Column("actor", (f"{GOVKG}actor",), many=True),
    Column("event", (f"{GOVKG}event",)),
    Column("event_date", (f"{GOVKG}event", f"{SCHEMA}startDate"), "text"),
    Column("pillar", (f"{GOVKG}pillar",), many=True),
    Column("firmness", (f"{GOVKG}firmness",)),
    Column("result_type", (f"{GOVKG}resultType",)),
    Column("beneficiary", (f"{GOVKG}beneficiary",), many=True),
    Column("plan", (f"{GOVKG}plan",), many=True),
    Column("part_of", (f"{DCTERMS}isPartOf",), many=True),
    Column("replaces", (f"{DCTERMS}replaces",), many=True),
    Column("restates", (f"{GOVKG}restates",), many=True),
    Column("commitment_start_year", (f"{GOVKG}startYear",), "integer"),
    Column("commitment_year", (f"{GOVKG}year",), "integer"),
    Column("words", _WORDS, "text", many=True),
    Column("source", _SOURCE, many=True),
    Column("source_issued", (*_SOURCE, f"{DCTERMS}issued"), "text", many=True),
)
_OF_FIGURE: Final = (
    Column("indicator", (f"{GOVKG}indicator",), of_figure=True),
    Column("comparator", (f"{GOVKG}comparator",), of_figure=True),
    Column("value", (f"{QUDT}numericValue",), "decimal", of_figure=True),
    Column("min_value", (f"{SCHEMA}minValue",), "decimal", of_figure=True),
    Column("max_value", (f"{SCHEMA}maxValue",), "decimal", of_figure=True),
    Column("unit", (f"{QUDT}hasUnit",), of_figure=True),
    Column("change", (f"{GOVKG}change",), of_figure=True),
    Column("start_year", (f"{GOVKG}startYear",), "integer", of_figure=True),
    Column("year", (f"{GOVKG}year",), "integer", of_figure=True),
    Column("baseline_year", (f"{GOVKG}baselineYear",), "integer", of_figure=True),
    Column(
        "baseline_value",
        (f"{GOVKG}baseline", f"{QUDT}numericValue"),
        "decimal",
        of_figure=True,
    ),
    Column("value_basis", (f"{GOVKG}valueBasis",), of_figure=True),
    Column("year_basis", (f"{GOVKG}yearBasis",), of_figure=True),
    Column("component_of", (f"{GOVKG}componentOf",), of_figure=True, many=True),
    Column("as_stated", (f"{GOVKG}asStated",), "text", of_figure=True, many=True),
    Column("figure_words", _WORDS, "text", of_figure=True, many=True),
)
_LABELLED: Final = frozenset({"speaker", "actor", "event", "pillar", "indicator", "unit"})
"""Beside these stand their labels in the dataset's first language."""

STEPS: Final = frozenset(step for column in (*_OF_COMMITMENT, *_OF_FIGURE) for step in column.path)
"""All properties that lead to a cell, but for those of labels."""

COMMITMENT: Final = "commitment"
FIGURE: Final = "figure"


def columns_for(languages: Sequence[str]) -> tuple[Column, ...]:
    """List the columns of a dataset whose labels are in *languages*, the preferred one first."""
    first = languages[0]
    columns = [Column(COMMITMENT, ())]
    columns += [Column(f"label_{tag}", (), "text", language=tag) for tag in languages]
    for column in (*_OF_COMMITMENT, Column(FIGURE, (), of_figure=True), *_OF_FIGURE):
        columns.append(column)
        if column.name in _LABELLED:
            columns.append(_label_of(column, first))
    return tuple(columns)


def _label_of(column: Column, language: str) -> Column:
    return Column(
        f"{column.name}_label",
        column.path,
        "text",
        of_figure=column.of_figure,
        many=column.many,
        language=language,
    )
