"""How much of a source is accounted for: quoted, left out for a reason, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.graph.sparql.selection import Row
from govkg.web.pages.context import PageContext
from govkg.web.pages.terms.names import Name

_SPANS: Final = """
SELECT DISTINCT ?event ?source ?extent ?statement ?words ?start ?end ?note ?reason {
  ABOUT
  OPTIONAL { ?source schema:encoding/dcterms:extent ?extent }
  {
    ?excerpt prov:wasQuotedFrom ?source ; oa:hasSelector ?place , ?text .
    ?place oa:start ?start ; oa:end ?end .
    ?text oa:exact ?words .
    ?statement prov:wasDerivedFrom ?excerpt ; a ?kind .
    FILTER(?kind IN (govkg:Commitment, govkg:Achievement))
  } UNION {
    ?source dcterms:hasPart ?part . ?part oa:start ?start ; oa:end ?end .
    OPTIONAL { ?part skos:note ?note }
    BIND(true AS ?reason)
  }
} ORDER BY ?source ?start LIMIT 20000
"""
_OF_EVENT: Final = _SPANS.replace("ABOUT", "?source schema:about ?event .")
_OF_SOURCE: Final = _SPANS.replace("ABOUT", "")


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a source in code points; *note* says why it was left out."""

    start: int
    end: int
    note: Literal | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a source and the statement that rests on them."""

    statement: Name
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a source is quoted and left out; *gaps* are neither. *length* is 0 where unknown.

    *quoted_share* and *left_share* are parts of one.
    """

    source: Name
    length: int
    quoted: tuple[Quoted, ...]
    left_out: tuple[Span, ...]
    gaps: tuple[Span, ...]
    quoted_share: float
    left_share: float

    @property
    def share(self) -> float:
        """The part of the source that is accounted for."""
        return self.quoted_share + self.left_share


def coverage_of(context: PageContext, focus: str, *, event: bool) -> tuple[Coverage, ...]:
    """Tell for a source, or for each source about an *event*: one query."""
    query, variable = (_OF_EVENT, "event") if event else (_OF_SOURCE, "source")
    rows = context.release.selector.select(query, {variable: focus})
    sources: dict[str, list[Row]] = {}
    for row in rows:
        sources.setdefault(_text(row, "source") or focus, []).append(row)
    context.names.add(iri for row in rows if (iri := _text(row, "statement")))
    context.names.add(sources)
    return tuple(_coverage(context, source, found) for source, found in sources.items())


def _coverage(context: PageContext, source: str, rows: list[Row]) -> Coverage:
    extent = _text(rows[0], "extent").partition(" ")[0]
    length = int(extent) if extent.isdigit() else 0
    left = _left_out(context, [row for row in rows if "reason" in row])
    quoted = {
        (_int(row, "start"), _text(row, "statement")): Quoted(
            context.names.of(_text(row, "statement")),
            _text(row, "words"),
            _int(row, "start"),
            _int(row, "end"),
        )
        for row in rows
        if "reason" not in row
    }
    spans = [Span(one.start, one.end) for one in quoted.values()]
    together = merged([*spans, *left])
    covered = sum(span.end - span.start for span in together)
    said = sum(span.end - span.start for span in merged(spans))
    return Coverage(
        source=context.names.of(source),
        length=length,
        quoted=tuple(quoted[key] for key in sorted(quoted)),
        left_out=tuple(left),
        gaps=tuple(_gaps(together, length)) if length else (),
        quoted_share=said / length if length else 0,
        left_share=(covered - said) / length if length else 0,
    )


def _left_out(context: PageContext, rows: Iterable[Row]) -> list[Span]:
    notes: dict[tuple[int, int], list[Literal]] = {}
    for row in rows:
        note = row.get("note")
        found = notes.setdefault((_int(row, "start"), _int(row, "end")), [])
        if isinstance(note, Literal):
            found.append(note)
    return [
        Span(start, end, next(iter(context.names.best(found)), None))
        for (start, end), found in sorted(notes.items())
    ]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap.

    >>> [(span.start, span.end) for span in merged([Span(5, 8), Span(0, 3), Span(2, 4)])]
    [(0, 4), (5, 8)]
    """
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(Span(span.start, span.end))
    return found


def _gaps(spans: Iterable[Span], length: int) -> Iterable[Span]:
    place = 0
    for span in spans:
        if span.start > place:
            yield Span(place, span.start)
        place = max(place, span.end)
    if place < length:
        yield Span(place, length)


def _int(row: Row, name: str) -> int:
    text = _text(row, name)
    return int(text) if text.isascii() and text.isdigit() else 0


def _text(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""
