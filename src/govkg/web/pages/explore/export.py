"""All statements of a view as CSV and as JSON-LD, a thousand at a time."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from govkg.formats import CSV, JSON_LD, Format
from govkg.graph.index.statements.collecting import EVENT, KIND, ROLES, SOURCE, Figure
from govkg.graph.index.statements.reading import Outline, Values
from govkg.vocabulary import DCTERMS, GOVKG, PREFIXES, curie
from govkg.web.pages.context import PageContext
from govkg.web.pages.explore.parameters import View
from govkg.web.pages.explore.selection import Selection

_CHUNK: Final = 1000
_LINKS: Final = {
    "pillar": f"{GOVKG}pillar",
    "actor": f"{GOVKG}actor",
    "speaker": f"{GOVKG}speaker",
    "event": EVENT,
    "firmness": f"{GOVKG}firmness",
    "source": SOURCE,
}
_FIGURE: Final = (
    "figure",
    "role",
    "comparator",
    "value",
    "minimum",
    "maximum",
    "unit",
    "change",
    "year",
    "start_year",
    "indicator",
    "part_of",
)
_CONTEXT: Final = {name: PREFIXES[name] for name in ("dcterms", "govkg", "qudt", "rdfs", "schema")}
_OWN: Final = (GOVKG, f"{DCTERMS}isPartOf")
_ELSEWHERE: Final = frozenset({f"{GOVKG}year", f"{GOVKG}indicator"})
"""Terms of ours by which a statement can be chosen, though its figures have them."""


def csv_of(context: PageContext, view: View) -> Iterator[str]:
    """Write one row for each figure, and one for a statement without any.

    Values are IRIs; those of a property with several are separated by spaces.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["statement", "label", "kind", *_LINKS, "date", *_FIGURE])
    for chunk in _chunks(context, view):
        for outline, values in chunk:
            own = [
                outline.iri,
                context.names.of(outline.iri).text,
                curie(outline.kind) or outline.kind,
                *(" ".join(values.get(predicate, ())) for predicate in _LINKS.values()),
                outline.day,
            ]
            writer.writerows([*own, *columns] for columns in _figures(outline))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def jsonld_of(context: PageContext, view: View) -> Iterator[str]:
    """Write the statements with their labels, links and figures (JSON-LD 1.1)."""
    yield f'{{"@context": {json.dumps(_CONTEXT)},\n"@graph": ['
    separator = "\n"
    for chunk in _chunks(context, view):
        for outline, values in chunk:
            yield separator + json.dumps(_node(context, outline, values), ensure_ascii=False)
            separator = ",\n"
    yield "\n]}\n"


EXPORTS: Final[dict[Format, Callable[[PageContext, View], Iterator[str]]]] = {
    CSV: csv_of,
    JSON_LD: jsonld_of,
}
"""How a view is written in each format."""


def _chunks(context: PageContext, view: View) -> Iterator[list[tuple[Outline, Values]]]:
    index = context.release.index.statements
    selection = Selection(context, view)
    numbers = index.select(selection.members, order=selection.order())
    while chunk := list(islice(numbers, _CHUNK)):
        outlines, values = index.outlines(chunk), index.values(chunk)
        context.names.forget()
        context.names.label((outline.iri, outline.labels) for outline in outlines)
        yield [(outline, values[outline.number]) for outline in outlines]


def _figures(outline: Outline) -> list[tuple[str, ...]]:
    rows = [
        (
            figure.iri,
            curie(figure.role) or figure.role,
            figure.comparator,
            figure.value,
            figure.smallest,
            figure.largest,
            figure.unit,
            figure.change,
            figure.year,
            figure.start_year,
            figure.indicator,
            figure.whole,
        )
        for figure in outline.figures
    ]
    return [*rows] if rows else [("",) * len(_FIGURE)]


def _node(context: PageContext, outline: Outline, values: Values) -> dict[str, object]:
    name = context.names.of(outline.iri)
    node: dict[str, object] = {
        "@id": outline.iri,
        "@type": curie(outline.kind) or outline.kind,
        "rdfs:label": {"@value": name.text, "@language": name.language}
        if name.language
        else name.text,
    }
    for predicate, iris in values.items():
        if predicate.startswith(_OWN) and predicate not in _ELSEWHERE and predicate != KIND:
            node[curie(predicate) or predicate] = [{"@id": iri} for iri in iris]
    for role in ROLES:
        figures = [_figure(figure) for figure in outline.figures if figure.role == role]
        if figures:
            node[curie(role) or role] = figures
    return node


def _figure(figure: Figure) -> dict[str, object]:
    links = {
        "qudt:hasUnit": figure.unit,
        "govkg:comparator": figure.comparator,
        "govkg:change": figure.change,
        "govkg:indicator": figure.indicator,
        "govkg:componentOf": figure.whole,
    }
    numbers = {
        "qudt:numericValue": figure.value,
        "schema:minValue": figure.smallest,
        "schema:maxValue": figure.largest,
        "govkg:year": figure.year,
        "govkg:startYear": figure.start_year,
    }
    return {
        "@id": figure.iri,
        **{name: {"@id": iri} for name, iri in links.items() if iri},
        **{name: _number(text) for name, text in numbers.items() if text},
    }


def _number(text: str) -> object:
    """Write a number so that no digit of it is lost (JSON-LD 1.1, section 4.2.1)."""
    kind = "integer" if text.lstrip("+-").isdigit() else "decimal"
    return {"@value": text, "@type": f"{PREFIXES['xsd']}{kind}"}
