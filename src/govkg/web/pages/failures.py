"""What a page of failure leads on to: what is near, what there is instead, where a query breaks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, unquote

from govkg.formats import (
    DOCUMENT_FORMATS,
    FRAGMENT_FORMATS,
    GRAPH_FORMATS,
    RESULT_FORMATS,
    SPARQL_QUERY,
    Format,
)
from govkg.web.catalogue.mementos.addresses import FOLDER, write_stamp
from govkg.web.pages.context import PageContext
from govkg.web.pages.terms.names import Name

_ANSWERS: Final = (*GRAPH_FORMATS, *RESULT_FORMATS)
_EXAMPLES: Final = "/queries/"
_WITHOUT_EXTENSIONS: Final = ("/fragments", "/validate")
_NEAR: Final = 8
_AROUND: Final = 2
"""Lines of a query that are shown before the one that breaks."""
_WIDEST: Final = 120


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong: the *name* of the error's class, *title* and *detail* in English.

    *facts* are what the error says of itself, *path* is what was asked for, *query* the query.
    """

    status: HTTPStatus
    name: str
    title: str
    detail: str
    facts: Mapping[str, object] = field(default_factory=dict)
    path: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A format, and its *address*: empty where only ``Accept`` chooses it."""

    address: str
    form: Format


@dataclass(frozen=True, slots=True)
class Pointer:
    """Lines of a query up to the one that breaks, and what stands in it before the mistake."""

    lines: tuple[tuple[int, str], ...]
    before: str


def near_matches(context: PageContext, failure: Failure) -> tuple[Name, ...]:
    """Name what is near an address that leads nowhere."""
    if failure.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return ()
    index = context.release.index
    path = failure.path.partition("?")[0]
    found = [
        near
        for iri in context.release.addresses.candidates(path)[:1]
        for near in index.neighbours(iri, _NEAR)
    ]
    if not found:
        words = unquote(path.rstrip("/").rpartition("/")[2]).replace("-", " ").replace(".", " ")
        _, found = index.search.near(words, _NEAR) if words.strip() else ("", [])
    context.names.add(found)
    return context.names.all_of(found)


def remembered_of(context: PageContext, failure: Failure) -> str:
    """Give the address of what was withdrawn as it last was; none where it was taken out."""
    iri, withdrawn = failure.facts.get("iri"), failure.facts.get("withdrawn")
    if failure.status is not HTTPStatus.GONE or "reason" in failure.facts:
        return ""
    last = datetime.fromisoformat(str(withdrawn)) - timedelta(microseconds=1)
    path = context.release.addresses.path(str(iri), context.reader.suffix)
    return context.reader.at(f"{FOLDER}/{write_stamp(last)}{path}") if path else ""


def offers_of(failure: Failure) -> tuple[Offer, ...]:
    """Give the formats of what was asked for, and where each is (RFC 9110, section 15.5.7)."""
    types = failure.facts.get("offers")
    if not isinstance(types, tuple | list):
        return ()
    path, mark, asked = failure.path.partition("?")
    choices: list[tuple[str, Format]]
    if failure.query:
        start = f"{path}?query={quote(failure.query, safe='')}&format="
        choices = [(f"{start}{quote(form.name, safe='')}", form) for form in _ANSWERS]
    elif path.startswith(_EXAMPLES):
        choices = [(f"{path}.{form.name}{mark}{asked}", form) for form in RESULT_FORMATS]
        choices += [
            (f"{path}.{form.extension}{mark}{asked}", form)
            for form in (*GRAPH_FORMATS, SPARQL_QUERY)
        ]
    elif path.startswith(_WITHOUT_EXTENSIONS):
        choices = [("", form) for form in FRAGMENT_FORMATS]
    else:
        choices = [(f"{path}.{form.extension}", form) for form in DOCUMENT_FORMATS]
    return tuple(Offer(address, form) for address, form in choices if form.media_type in types)


def pointer_of(failure: Failure) -> Pointer | None:
    """Show where a query breaks, if it is known."""
    line, column = failure.facts.get("line"), failure.facts.get("column")
    if not isinstance(line, int) or not isinstance(column, int) or not failure.query:
        return None
    lines = failure.query.splitlines()
    if not 1 <= line <= len(lines) or len(lines[line - 1]) > _WIDEST:
        return None
    first = max(line - 1 - _AROUND, 0)
    shown = tuple((at + 1, lines[at][:_WIDEST]) for at in range(first, line))
    return Pointer(shown, lines[line - 1][: column - 1])
