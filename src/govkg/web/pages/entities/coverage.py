"""How much of a source is accounted for: quoted, left out for a reason, or neither."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal

from govkg.graph.index.statements.collecting import Stretch
from govkg.graph.index.statements.quoting import Source, joined
from govkg.vocabulary import DCTERMS, OA, SCHEMA, SKOS
from govkg.web.pages.context import PageContext
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Name

_SOURCES: Final = 12
_QUOTED: Final = 150
_ALL: Final = 20_000


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a source is *quoted* and *left_out*: parts of one, if its length is *known*."""

    source: Name
    known: bool
    quoted: float
    left_out: float

    @property
    def share(self) -> float:
        """The part of the source that is accounted for."""
        return self.quoted + self.left_out


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source in their *language*, and the statement that rests on them."""

    statement: Name
    words: str
    language: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch that was left out, and why."""

    start: int
    end: int
    note: Literal | None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What is known of a source and its file: *length* in code points, 0 where it is not stated."""

    titles: tuple[Literal, ...]
    length: int
    licences: tuple[Name, ...]
    rights: tuple[Literal, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A source as it was read: the first *words* quoted of it, what was left out, and the *gaps*.

    *number* counts all words quoted.
    """

    words: tuple[Words, ...]
    number: int
    left_out: tuple[LeftOut, ...]
    file: ReadFile
    gaps: tuple[Stretch, ...]


def coverages_of(context: PageContext, focus: str, *, event: bool) -> tuple[Coverage, ...]:
    """Tell for a source, or for each source about an *event*."""
    sources = context.release.index.sources
    found = sources.about(focus, _SOURCES) if event else sources.known([focus]).values()
    context.names.add(source.iri for source in found)
    return tuple(
        Coverage(
            source=context.names.of(source.iri),
            known=source.length > 0,
            quoted=source.quoted / (source.length or 1),
            left_out=source.left_out / (source.length or 1),
        )
        for source in found
    )


def reading_of(context: PageContext, focus: str, facts: Facts) -> ReadSource | None:
    """Read a source; ``None`` where *focus* is none."""
    index = context.release.index
    source = index.sources.known([focus]).get(focus)
    if source is None:
        return None
    quoted = index.sources.quoted(focus, _ALL)
    outlines = {
        one.number: one
        for one in index.statements.outlines({one.statement for one in quoted[:_QUOTED]})
    }
    context.names.label((one.iri, one.labels) for one in outlines.values())
    left = _left_out(context, focus, facts)
    spans = [(one.start, one.end) for one in quoted]
    spans += [(one.start, one.end) for one in left]
    return ReadSource(
        words=tuple(
            Words(
                statement=context.names.of(outlines[one.statement].iri),
                words=one.words,
                language=source.language,
                start=one.start,
                end=one.end,
            )
            for one in quoted[:_QUOTED]
        ),
        number=len(quoted),
        left_out=tuple(left),
        file=_file(context, focus, facts, source.length),
        gaps=tuple(_gaps(spans, source)),
    )


def _file(context: PageContext, focus: str, facts: Facts, length: int) -> ReadFile:
    licences = facts.iris(focus, f"{DCTERMS}license")
    context.names.add(licences)
    best = context.names.best
    return ReadFile(
        titles=tuple(best(facts.texts(focus, f"{SCHEMA}name"))),
        length=length,
        licences=context.names.all_of(licences),
        rights=tuple(best(facts.texts(focus, f"{DCTERMS}rights"))),
        sha256=facts.text(facts.iri(focus, f"{SCHEMA}encoding") or "", f"{SCHEMA}sha256") or "",
    )


def _left_out(context: PageContext, focus: str, facts: Facts) -> list[LeftOut]:
    found = []
    for part in facts.iris(focus, f"{DCTERMS}hasPart"):
        start = facts.text(part, f"{OA}start") or ""
        end = facts.text(part, f"{OA}end") or ""
        if start.isdecimal() and end.isdecimal():
            notes = context.names.best(facts.texts(part, f"{SKOS}note"))
            found.append(LeftOut(int(start), int(end), next(iter(notes), None)))
    return sorted(found, key=lambda one: one.start)


def _gaps(spans: Iterable[Stretch], source: Source) -> Iterator[Stretch]:
    """Give what no span covers."""
    place = 0
    for start, end in joined(spans) if source.length else ():
        if start > place:
            yield place, start
        place = end
    if source.length > place:
        yield place, source.length
