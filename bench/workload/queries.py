"""Eight queries, one for each kind of question that such data is asked.

They are those of the example queries, cut down to what every system understands alike.
"""

from dataclasses import dataclass
from typing import Final

from bench.generation.outline import Outline
from bench.generation.turtle import BASE

_PREFIXES: Final = f"""\
BASE <{BASE}>
PREFIX govkg: <https://w3id.org/govkg/ontology#>
PREFIX qudt: <http://qudt.org/schema/qudt/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
"""


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the question it stands for; *is_graph*: it is answered with triples."""

    name: str
    question: str
    text: str
    is_graph: bool = False


def describe(iri: str) -> str:
    """Ask for what is said of *iri*; ``DESCRIBE`` itself means more to some systems than others."""
    return f"CONSTRUCT {{ {iri} ?p ?o }} WHERE {{ {iri} ?p ?o }}"


def make_queries(outline: Outline) -> tuple[Query, ...]:
    """Fill in entities of a generated project: those that most is said of."""
    event = outline.event(max(range(len(outline)), key=outline.sizes.__getitem__))
    spoken = next(
        held
        for held in map(outline.event, sorted(range(len(outline)), key=lambda n: -outline.sizes[n]))
        if held.speakers
    )
    commitment = f"commitment/{event.slug}/{outline.subject(event.number, 0).slug}"
    return (
        Query(
            "describe",
            "Describe one commitment",
            _PREFIXES + describe(f"<{commitment}>"),
            is_graph=True,
        ),
        Query(
            "targets",
            "Targets of a pillar",
            _PREFIXES
            + """SELECT ?commitment ?value ?unit {
  ?commitment govkg:pillar <pillar/education> ; govkg:target ?target .
  ?target qudt:numericValue ?value ; qudt:hasUnit ?unit
}""",
        ),
        Query(
            "sum",
            "Sum by pillar and unit",
            _PREFIXES
            + """SELECT ?pillar ?unit (SUM(?value) AS ?sum) {
  ?commitment govkg:pillar ?pillar ; govkg:target ?target .
  ?target qudt:numericValue ?value ; qudt:hasUnit ?unit
} GROUP BY ?pillar ?unit""",
        ),
        Query(
            "count",
            "Count by speaker",
            _PREFIXES
            + """SELECT ?speaker (COUNT(?commitment) AS ?commitments) {
  ?commitment a govkg:Commitment ; govkg:speaker ?speaker
} GROUP BY ?speaker ORDER BY DESC(?commitments)""",
        ),
        Query(
            "text",
            "Filter by text",
            _PREFIXES
            + """SELECT ?commitment ?label {
  ?commitment a govkg:Commitment ; rdfs:label ?label
  FILTER(CONTAINS(LCASE(STR(?label)), "grain"))
}""",
        ),
        Query(
            "join",
            "Speaker and event",
            _PREFIXES
            + f"""SELECT ?commitment {{
  ?commitment govkg:speaker <person/{spoken.speakers[0].slug}> ; govkg:event <event/{spoken.slug}>
}}""",
        ),
        Query(
            "parts",
            "Parts and wholes",
            _PREFIXES
            + """SELECT ?whole ?value (SUM(?part) AS ?sum) {
  ?component govkg:componentOf ?whole ; qudt:numericValue ?part .
  ?whole qudt:numericValue ?value
} GROUP BY ?whole ?value""",
        ),
        Query(
            "three-way",
            "Join of three",
            _PREFIXES
            + """SELECT ?place ?pillar (COUNT(?commitment) AS ?commitments) {
  ?commitment a govkg:Commitment ; govkg:pillar ?pillar ; govkg:event ?event .
  ?event schema:about ?place
} GROUP BY ?place ?pillar""",
        ),
    )
