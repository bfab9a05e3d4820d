"""Proactive content negotiation (RFC 9110, section 12.5.1): header and offers in, an offer out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from govkg.errors import NotAcceptableError
from govkg.formats import Format

F = TypeVar("F", bound=Format)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One element of ``Accept``: a range and its weight from 0 to 1."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """Rank the match with *media_type*: 3 exactly, 2 by type, 1 by ``*/*``, 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if (self.type, self.subtype) == (kind, "*"):
            return 2
        return 1 if (self.type, self.subtype) == ("*", "*") else 0


def parse_accept(header: str) -> Iterator[MediaRange]:
    """Read the media ranges of an ``Accept`` header; an element that is none is passed over.

    >>> [(r.type, r.subtype, r.quality) for r in parse_accept("text/turtle;q=0.5, */*;q=0.1")]
    [('text', 'turtle', 0.5), ('*', '*', 0.1)]
    """
    for name, weight in _weighted(header):
        kind, slash, subtype = name.partition("/")
        if slash and kind and subtype:
            yield MediaRange(kind, subtype, weight)


def _weight(text: str) -> float:
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def quality(accept: Sequence[MediaRange], offer: Format) -> float:
    """Give the weight that the most specific matching range assigns to *offer*."""
    names = (offer.media_type, *offer.synonyms)
    matches = [
        (media_range.specificity(name), media_range.quality)
        for name in names
        for media_range in accept
    ]
    _, weight = max(matches, key=lambda match: match[0], default=(0, 0.0))
    return weight if any(match[0] for match in matches) else 0.0


def negotiate(header: str | None, offers: tuple[F, ...]) -> F:
    """Choose the best of *offers*, the earlier at equal weight.

    No header accepts everything; so does one with nothing in it.

    Raises:
        NotAcceptableError: the header refuses every offer.

    >>> from govkg.formats import GRAPH_FORMATS
    >>> negotiate("application/rdf+xml, */*;q=0.1", GRAPH_FORMATS).name
    'rdf+xml'
    """
    if header is None or not header.strip():
        return offers[0]
    best = _best(header, offers)
    if best is None:
        raise NotAcceptableError(tuple(offer.media_type for offer in offers))
    return offers[best]


# Clients of one kind send one header.
@lru_cache(maxsize=256)
def _best(header: str, offers: tuple[Format, ...]) -> int | None:
    accept = tuple(parse_accept(header))
    weights = [quality(accept, offer) for offer in offers]
    return weights.index(max(weights)) if max(weights) > 0 else None


def choose_language(header: str | None, offers: Sequence[str]) -> str:
    """Choose the language of *offers* that ``Accept-Language`` likes best, the first if none.

    A range fits a language that it begins with, and one that begins with it: ``zh-CN`` takes
    ``zh`` (RFC 4647, sections 3.3.1 and 3.4).

    >>> choose_language("fr, zh-CN;q=0.8, en;q=0.5", ("en", "zh"))
    'zh'
    """
    weights = dict.fromkeys(offers, 0.0)
    for tag, weight in _weighted(header or ""):
        for offer in offers:
            fits = tag == "*" or _begins(tag, offer.lower()) or _begins(offer.lower(), tag)
            if fits and weight > weights[offer]:
                weights[offer] = weight
    return max(offers, key=weights.__getitem__)


def accepts_coding(header: str | None, coding: str) -> bool:
    """Say whether ``Accept-Encoding`` asks for a content coding (RFC 9110, section 12.5.3).

    >>> accepts_coding("gzip;q=0.5, br", "gzip"), accepts_coding("gzip;q=0", "gzip")
    (True, False)
    """
    weights = dict(_weighted(header or ""))
    return weights.get(coding, weights.get("*", 0.0)) > 0


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    for element in header.split(","):
        name, *parameters = [part.strip().lower() for part in element.split(";")]
        weights = [item.partition("=")[2] for item in parameters if item.startswith("q=")]
        if name:
            yield name, _weight(weights[0]) if weights else 1.0


def _begins(tag: str, other: str) -> bool:
    return tag == other or tag.startswith(f"{other}-")
