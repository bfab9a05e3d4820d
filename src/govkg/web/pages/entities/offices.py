"""Offices that a person held, or that people held in an organisation."""

from dataclasses import dataclass
from typing import Final

from govkg.graph.sparql.selection import Row, text_in
from govkg.web.pages.context import PageContext
from govkg.web.pages.terms.names import Name

_OFFICES: Final = """
SELECT ?focus ?office ?member ?organisation ?role ?from ?until {
  { ?office org:member ?focus . OPTIONAL { ?office org:organization ?organisation } }
  UNION
  { ?office org:organization ?focus . OPTIONAL { ?office org:member ?member } }
  OPTIONAL { ?office org:role ?role }
  OPTIONAL { ?office schema:startDate ?from }
  OPTIONAL { ?office schema:endDate ?until }
} ORDER BY DESC(?from) ?office LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class Office:
    """An office, who held it, where, and when; dates may be empty."""

    name: Name
    holder: Name | None
    organisation: Name | None
    role: Name | None
    start: str
    end: str


def offices_of(context: PageContext, focus: str) -> tuple[Office, ...]:
    """List the offices of *focus*, the latest first: one query."""
    rows = context.release.selector.select(_OFFICES, {"focus": focus})
    columns = ("office", "member", "organisation", "role")
    context.names.add(iri for row in rows for column in columns if (iri := text_in(row, column)))

    def named(row: Row, column: str) -> Name | None:
        iri = text_in(row, column)
        return context.names.of(iri) if iri and iri != focus else None

    found = {
        text_in(row, "office"): Office(
            name=context.names.of(text_in(row, "office")),
            holder=named(row, "member"),
            organisation=named(row, "organisation"),
            role=named(row, "role"),
            start=text_in(row, "from"),
            end=text_in(row, "until"),
        )
        for row in rows
        if "office" in row
    }
    return tuple(found.values())
