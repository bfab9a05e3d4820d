"""Requests for documents, pages and files: their paths and headers, as wrk asks for them."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import Final
from urllib.parse import urlencode

from bench.generation.outline import Outline
from bench.generation.turtle import BASE
from bench.generation.words.themes import PILLARS, THEMES
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection
from bench.workload.queries import describe

_STREAM_PAGE: Final = re.compile(r"/ldes/nodes/[^>]+")
_GOLDEN: Final = (5**0.5 - 1) / 2
EXTENSIONS: Final = ("ttl", "jsonld", "nt", "rdf", "en.html")
"""Of documents; a page has an address in each language."""


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of request: *paths* to ask for, with *headers*."""

    name: str
    paths: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)


def commitments(outline: Outline, *, start: int, number: int) -> tuple[str, ...]:
    """Give paths of *number* commitments from the one numbered *start* on, none of them twice.

    They are drawn from all in a scattered order: neighbours are not stored together, and of aims,
    to which many parts point, there are as many among them as among all.
    """
    return tuple(islice(_scattered(outline), start, start + number))


def _scattered(outline: Outline) -> Iterator[str]:
    ends = list(accumulate(outline.sizes))
    total = ends[-1]
    # Multiples of the golden ratio fall everywhere from the first few on.
    step = next(
        step for step in range(int(total * _GOLDEN), 2 * total + 2) if _coprime(step, total)
    )
    for number in range(total):
        place = number * step % total
        event = bisect_right(ends, place)
        turn = place - (ends[event] - outline.sizes[event])
        yield f"/commitment/{outline.event(event).slug}/{outline.subject(event, turn).slug}"


def _coprime(one: int, other: int) -> bool:
    while other:
        one, other = other, one % other
    return one == 1


def searches(outline: Outline) -> tuple[str, ...]:
    """Give the paths of a search for each theme in each place."""
    return tuple(
        f"/search?{urlencode({'q': f'{place.en} {theme.noun}'})}"
        for theme in THEMES
        for place in outline.places
    )


def selections(outline: Outline) -> tuple[str, ...]:
    """Give the paths of the list of all statements, narrowed down to each pillar in each place."""
    return tuple(
        f"/explore?{urlencode({'pillar': f'pillar/{pillar}', 'place': f'place/{place.slug}'})}"
        for pillar in PILLARS
        for place in outline.places
    )


def describe_paths(endpoint: str, entities: tuple[str, ...]) -> tuple[str, ...]:
    """Give the paths that ask a SPARQL endpoint to describe *entities*."""
    base = BASE.removesuffix("/")
    return tuple(
        f"{endpoint}?{urlencode({'query': describe(f'<{base}{path}>')})}" for path in entities
    )


def stream_pages(ours: Endpoint) -> tuple[str, ...]:
    """Give the paths of the pages that the event stream consists of, as it names them itself."""
    with Connection(ours.port) as connection:
        view = connection.get("/ldes/stream.trig").body.decode()
    return tuple(dict.fromkeys(_STREAM_PAGE.findall(view)))
