"""The words a statement rests on: where they stand, and what stands around them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from govkg.graph.documents import Description
from govkg.graph.index.statements.quoting import Source
from govkg.iris import document_of
from govkg.vocabulary import OA, PROV, RDF
from govkg.web.pages.statements.sourcefiles import SourceFiles
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Name, Names

_AROUND: Final = 240
_LONGEST: Final = 2000
_WORD: Final = 30
"""Characters of context on either side, between the first and the last words, of a long word."""
_WEB: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in their *language*, their place in a source in code points, from *start* to *end*.

    *link* opens the publisher's page at the words, and may be empty.
    """

    words: str
    language: str
    anchor: str
    source: Name | None
    start: int | None
    end: int | None
    link: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a source in its *language*: texts, and whether each is quoted."""

    source: Name
    language: str
    pieces: tuple[tuple[str, bool], ...]


class Quoting:
    """Reads the quotations of one document."""

    def __init__(
        self, facts: Facts, names: Names, sources: Mapping[str, Source], files: SourceFiles
    ) -> None:
        """Quote from *sources*, with context from *files*."""
        self._facts = facts
        self._names = names
        self._sources = sources
        self._files = files

    def quotations(self, description: Description) -> tuple[Quotation, ...]:
        """List them in the order in which they stand."""
        found = [
            self._quotation(resource)
            for resource in description.resources
            if f"{OA}SpecificResource" in self._facts.iris(resource, f"{RDF}type")
        ]
        return tuple(sorted(found, key=lambda one: one.start or 0))

    def _quotation(self, excerpt: str) -> Quotation:
        source = self._facts.iri(excerpt, f"{PROV}wasQuotedFrom") or ""
        known = self._sources.get(source)
        words = self._of(excerpt, "exact")
        start, end = _number(self._of(excerpt, "start")), _number(self._of(excerpt, "end"))
        return Quotation(
            words=words,
            language=known.language if known else "",
            anchor=excerpt.removeprefix(document_of(excerpt)).removeprefix("#"),
            source=self._names.of(source) if source else None,
            start=start,
            end=end,
            link=text_fragment(known.url if known else "", words),
        )

    def _of(self, excerpt: str, name: str) -> str:
        selectors = self._facts.iris(excerpt, f"{OA}hasSelector")
        texts = (self._facts.text(selector, f"{OA}{name}") for selector in selectors)
        return next((text for text in texts if text is not None), "")

    def passages(self, quotations: Iterable[Quotation]) -> tuple[Passage, ...]:
        """Show *quotations* in their context, where the source's file is at hand."""
        by_source: dict[Name, list[Quotation]] = defaultdict(list)
        for quotation in quotations:
            if quotation.source is not None:
                by_source[quotation.source].append(quotation)
        found = (self._passage(source, quoted) for source, quoted in by_source.items())
        return tuple(passage for passage in found if passage is not None)

    def _passage(self, name: Name, quoted: Iterable[Quotation]) -> Passage | None:
        source = self._sources.get(name.iri)
        text = self._files.text(source.sha256) if source and source.sha256 else None
        if source is None or text is None:
            return None
        spans = [
            (one.start, one.start + len(one.words))
            for one in quoted
            if one.start is not None and text[one.start :].startswith(one.words)
        ]
        if not spans:
            return None
        first = spans[0][0]
        last = max(end for _, end in spans if end - first <= _LONGEST)
        stretch = _whole_words(text, max(first - _AROUND, 0), min(last + _AROUND, len(text)))
        return Passage(name, source.language, tuple(_pieces(text, spans, *stretch)))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a stretch to the nearest spaces within."""
    space = text.find(" ", start, start + _WORD)
    if start and space >= 0:
        start = space + 1
    space = text.rfind(" ", max(end - _WORD, start), end)
    return start, space if end < len(text) and space >= 0 else end


def _pieces(
    text: str, spans: Iterable[tuple[int, int]], start: int, end: int
) -> Iterator[tuple[str, bool]]:
    yield ("… " if start else "", False)
    place = start
    for first, last in spans:
        if first < place or last > end:
            continue
        yield text[place:first], False
        yield text[first:last], True
        place = last
    yield text[place:end] + (" …" if end < len(text) else ""), False


def text_fragment(url: str, words: str) -> str:
    """Give the address that opens *url* at *words* (WICG, Text Fragments).

    >>> text_fragment("https://example.org/a#b", "old pipes, twenty-four")
    'https://example.org/a#:~:text=old%20pipes%2C%20twenty%2Dfour'
    >>> text_fragment("javascript:alert(1)", "words")
    ''
    """
    if not url.startswith(_WEB) or not words:
        return ""
    return f"{url.partition('#')[0]}#:~:text={quote(words, safe='').replace('-', '%2D')}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
