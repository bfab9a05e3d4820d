"""The nodes that statements consist of: figures, and the words that they rest on."""

from dataclasses import dataclass

from bench.generation.turtle import label, resource
from bench.generation.words.amounts import Amount
from bench.generation.words.themes import Theme


@dataclass(frozen=True, slots=True)
class Figure:
    """A target or a result; without *year* none was said."""

    slug: str
    indicator: str
    labels: tuple[str, str]
    amount: Amount
    year: int | None
    part_of: str = ""


def figure(statement: str, kind: str, theme: Theme, facts: Figure, *, quote: int) -> str:
    """Write a figure of a statement that rests on its quotation number *quote*."""
    amount = facts.amount
    lines = [
        f"a govkg:{kind} , govkg:Figure",
        label(*facts.labels),
        f"govkg:indicator <indicator/{facts.indicator}>",
        f"govkg:comparator comparator:{amount.comparator}",
        f"qudt:hasUnit {theme.unit.iri}",
        f"govkg:change change:{theme.change}",
        f'govkg:asStated "{amount.words}"',
        "govkg:valueBasis basis:stated",
        f"prov:wasDerivedFrom <{statement}#quote-{quote}>",
    ]
    if len(amount.values) == 1:
        lines.append(f"qudt:numericValue {amount.values[0]}")
    else:
        low, high = amount.values
        lines += [f"schema:minValue {low}", f"schema:maxValue {high}"]
    if facts.year is not None:
        # The year of a part was said with the whole.
        basis = "contextual" if facts.part_of else "stated"
        lines += [f"govkg:year {facts.year}", f"govkg:yearBasis basis:{basis}"]
    if facts.part_of:
        lines.append(f"govkg:componentOf <{statement}#{facts.part_of}>")
    return resource(f"<{statement}#{facts.slug}>", lines)


def excerpt(statement: str, number: int, source: str, words: str, start: int) -> str:
    """Write quotation *number* of a statement: *words*, at code point *start* of *source*."""
    iri = f"{statement}#quote-{number}"
    return f"""
<{iri}> a oa:SpecificResource ;
    oa:hasSource <{source}> ;
    prov:wasQuotedFrom <{source}> ;
    oa:hasSelector <{iri}-words> , <{iri}-position> .

<{iri}-words> a oa:TextQuoteSelector ;
    oa:exact "{words}" .

<{iri}-position> a oa:TextPositionSelector ;
    oa:start {start} ;
    oa:end {start + len(words)} .
"""
