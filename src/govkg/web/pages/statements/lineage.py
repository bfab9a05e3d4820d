"""How a pledge came to be what it is: what it replaces or repeats, and what came after, dated."""

from dataclasses import dataclass
from typing import Final

from govkg.graph.sparql.selection import text_in
from govkg.web.pages.context import PageContext
from govkg.web.pages.terms.names import Name

_LIMIT: Final = 50
_CHAIN: Final = """
SELECT ?focus ?other {
  ?focus (dcterms:replaces|govkg:restates|^dcterms:replaces|^govkg:restates)* ?other
  FILTER(isIRI(?other))
}
"""
_DATES: Final = f"""
SELECT ?other (MIN(?said) AS ?day) (MIN(?issued) AS ?published) {{{{
  VALUES ?other {{{{ {{}} }}}}
  OPTIONAL {{{{ ?other govkg:event/schema:startDate ?said }}}}
  OPTIONAL {{{{ ?other prov:wasDerivedFrom/oa:hasSource/dcterms:issued ?issued }}}}
}}}} GROUP BY ?other ORDER BY COALESCE(MIN(?said), MIN(?issued)) ?other LIMIT {_LIMIT}
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a lineage: *day* is its event's, else the first one of a source about it.

    *said* tells which; *here* is the statement of the page itself.
    """

    name: Name
    day: str
    said: bool
    here: bool


def lineage_of(context: PageContext, focus: str) -> tuple[Step, ...]:
    """Give the statements that replace or repeat one another, the earliest first.

    Empty where *focus* stands alone.
    """
    select = context.release.selector.select
    # Two queries: behind a path of any length, the engine would look at the dates of everything.
    others = {str(row["other"]) for row in select(_CHAIN, {"focus": focus})}
    if len(others) < 2:  # noqa: PLR2004  # one is no lineage
        return ()
    rows = select(_DATES.format(" ".join(sorted(others))))
    steps = [(text_in(row, "other"), row) for row in rows]
    context.names.add(iri for iri, _ in steps)
    return tuple(
        Step(
            name=context.names.of(iri),
            day=text_in(row, "day") or text_in(row, "published"),
            said=bool(text_in(row, "day")),
            here=iri == focus,
        )
        for iri, row in steps
    )
