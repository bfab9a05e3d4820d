"""Sitemaps (sitemaps.org, 0.9): every entity, with the day on which it last changed.

An entity stands there by its own address, from which each client comes to the format it wants;
its pages in each language are named beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from govkg.errors import NotFoundError
from govkg.formats import HTML
from govkg.release.history.reading import History
from govkg.release.history.versions import Version
from govkg.release.queries import read_examples
from govkg.web.addressing.languages import offered_languages, page_path
from govkg.web.catalogue.dated import answer_dated
from govkg.web.visit import Visit, Visiting

router = APIRouter()

PART_SIZE: Final = 1_000
"""Entities of a sitemap: it weighs some 400 kB, however many parts there are (50,000 may be)."""

_READ = ["GET", "HEAD"]
_XML: Final = "application/xml; charset=utf-8"
_PAGES: Final = ("/", "/dataset", "/downloads/", "/browse/", "/queries/")


@dataclass(frozen=True, slots=True)
class Entry:
    """An *address*, when it *changed* last, and its pages by language."""

    address: str
    changed: str
    languages: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=4)
def split(history: History, sequence: int, size: int = PART_SIZE) -> Mapping[int, datetime]:
    """Number the parts, each of at most *size* entities, after the activation *sequence*.

    Each comes with the time at which one of its entities changed last.
    """
    del sequence  # by it a division that is out of date is not found again
    return history.divide(size)


@router.api_route("/sitemap.xml", methods=_READ, include_in_schema=False)
async def get_index(visit: Visiting) -> Response:
    """List the sitemaps."""

    def make() -> str:
        parts = _parts(visit)
        latest = visit.state.history.latest()
        names = [("pages", latest.time)] if latest else []
        names += [(str(number), changed) for number, changed in parts.items()]
        entries = [
            Entry(visit.here.absolute(f"/sitemaps/{name}.xml"), _written(changed))
            for name, changed in names
        ]
        return _render(visit, "sitemap-index.xml", entries)

    return await answer_dated(visit, _XML, make)


@router.api_route("/sitemaps/pages.xml", methods=_READ, include_in_schema=False)
async def get_pages(visit: Visiting) -> Response:
    """List the pages that are about no entity."""

    def make() -> str:
        latest = visit.state.history.latest()
        examples = read_examples(visit.release.layout.queries)
        paths = (*_PAGES, *(f"/queries/{example.name}" for example in examples))
        changed = _written(latest.time) if latest else ""
        entries = [_page_entry(visit, path, changed) for path in paths]
        return _render(visit, "sitemap.xml", entries)

    return await answer_dated(visit, _XML, make)


@router.api_route("/sitemaps/{number}.xml", methods=_READ, include_in_schema=False)
async def get_part(visit: Visiting, number: str) -> Response:
    """List the entities of one part.

    Raises:
        NotFoundError: there is no such part.
    """

    def make() -> str:
        part = int(number) if number.isascii() and number.isdigit() else 0
        if part not in _parts(visit):
            raise NotFoundError(f"There is no sitemap “{number}”.")
        versions = visit.state.history.last_changes_of(part, PART_SIZE)
        entries = [entry for version in versions for entry in _entry(visit, version)]
        return _render(visit, "sitemap.xml", entries)

    return await answer_dated(visit, _XML, make)


def _parts(visit: Visit) -> Mapping[int, datetime]:
    latest = visit.state.history.latest()
    return split(visit.state.history, latest.sequence if latest else 0)


def _entry(visit: Visit, version: Version) -> list[Entry]:
    addresses, here = visit.release.addresses, visit.here
    path = addresses.path(version.document)
    if path is None:  # of another base, before this one
        return []
    pages = tuple(
        (language, here.absolute(addresses.path(version.document, _page(language)) or path))
        for language in offered_languages(visit.release)
    )
    return [Entry(here.absolute(path), _written(version.time), pages)]


def _page_entry(visit: Visit, path: str, changed: str) -> Entry:
    """List a page by its address in the first language: that needs nothing to be negotiated."""
    pages = tuple(
        (language, visit.here.absolute(page_path(path, language)))
        for language in offered_languages(visit.release)
    )
    return Entry(pages[0][1], changed, pages)


def _page(language: str) -> str:
    return f"{language}.{HTML.extension}"


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds")


def _render(visit: Visit, template: str, entries: list[Entry]) -> str:
    pages = visit.state.pages
    return pages.catalogue(template, visit.release, visit.reader, entries=entries)
