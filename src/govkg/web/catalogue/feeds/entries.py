"""Which changes a feed tells, the newest first."""

from typing import Final

from pyoxigraph import NamedNode

from govkg.graph.patterns import Pattern
from govkg.iris import document_of
from govkg.release.history.reading import History
from govkg.release.history.versions import Kind, Version
from govkg.vocabulary import GOVKG
from govkg.web.served import ServedRelease

PAGE_SIZE: Final = 50

_BELONGING: Final = tuple(
    NamedNode(f"{GOVKG}{name}") for name in ("pillar", "speaker", "actor", "event")
)
_FEW: Final = 500
_STEP: Final = 1_000


def latest_changes(history: History, before: int | None = None) -> list[Version]:
    """Give a page of changes, those before the version numbered *before*."""
    return history.changes_before(before, limit=PAGE_SIZE)


def changes_around(history: History, release: ServedRelease, iri: str) -> list[Version]:
    """Give the latest changes of *iri* and of the statements that belong to it."""
    documents = {iri, *_statements(release, iri)}
    if len(documents) > _FEW:
        return _first_that_belong(history, release, iri)
    found = [version for item in documents for version in history.versions_of(item)]
    found += _withdrawn(history, iri, documents)
    return sorted(found, key=lambda version: -version.number)[:PAGE_SIZE]


def _statements(release: ServedRelease, iri: str) -> set[str]:
    """Find statements that name *iri* as their pillar, speaker, actor or event: all, if few."""
    return {
        document_of(triple.subject.value)
        for predicate in _BELONGING
        for triple in release.matcher.page(
            Pattern(predicate=predicate, object=NamedNode(iri)), offset=0, limit=_FEW + 1
        )
        if isinstance(triple.subject, NamedNode)
    }


def _withdrawn(history: History, iri: str, known: set[str]) -> list[Version]:
    """Find what belonged to *iri* when it was withdrawn, among the latest changes."""
    recent = history.changes_before(limit=_STEP)
    return [
        version
        for version in recent
        if version.kind is Kind.WITHDRAWN
        and version.document not in known
        and _named(history, version, iri)
    ]


def _named(history: History, withdrawn: Version, iri: str) -> bool:
    before = [
        version
        for version in history.versions_of(withdrawn.document)
        if version.number < withdrawn.number
    ]
    return bool(before) and f"<{iri}>".encode() in history.body(before[-1])


def _first_that_belong(history: History, release: ServedRelease, iri: str) -> list[Version]:
    """Look from the newest change on: where much belongs to *iri*, enough is found soon."""
    found: list[Version] = []
    before: int | None = None
    while len(found) < PAGE_SIZE:
        step = history.changes_before(before, limit=_STEP)
        if not step:
            break
        found += [version for version in step if _belongs(release, version.document, iri)]
        before = step[-1].number
    return found[:PAGE_SIZE]


def _belongs(release: ServedRelease, document: str, iri: str) -> bool:
    named = (Pattern(NamedNode(document), predicate, NamedNode(iri)) for predicate in _BELONGING)
    return document == iri or any(
        release.matcher.page(pattern, offset=0, limit=1) for pattern in named
    )
