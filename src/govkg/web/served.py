"""The releases that a server reads: the active one, followed as ``current`` moves."""

import logging
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from pyoxigraph import Store

from govkg.errors import NotFoundError, ReleaseError
from govkg.graph.columns.documents import Documents
from govkg.graph.columns.statements import Statements, open_statements
from govkg.graph.documents import Describer
from govkg.graph.index import Index
from govkg.graph.patterns import Matcher
from govkg.graph.sparql.selection import Selector
from govkg.graph.store import open_store
from govkg.graph.successors import read_successors
from govkg.graph.workers.pool import Followed
from govkg.iris import Addresses
from govkg.release.files.statistics import Statistics, read_statistics
from govkg.release.layout import CURRENT, RELEASE_ID, Layout, active_release
from govkg.release.manifest import Manifest, edition_of, read_manifest
from govkg.release.presentation import Presentation, read_presentation
from govkg.release.verification.inspection import Inspector
from govkg.web.watching import Watch

_LOGGER: Final = logging.getLogger(__name__)

_MANY: Final = 30_000
"""Triples from which on columns are asked first: a smaller store has answered before they begin."""


@dataclass(frozen=True, slots=True)
class ServedRelease:
    """One release, open for reading: *followed* by workers; *successors* are by former names."""

    layout: Layout
    manifest: Manifest
    presentation: Presentation
    statistics: Statistics
    addresses: Addresses
    index: Index
    store: Store
    statements: Statements
    documents: Documents
    describer: Describer
    selector: Selector
    matcher: Matcher
    successors: Mapping[str, str]
    followed: Followed

    @property
    def id(self) -> str:
        """The release's id."""
        return self.manifest.id

    @property
    def edition(self) -> str:
        """The id, and how often something was taken out since: what an answer depends on."""
        return edition_of(self.manifest)


@lru_cache(maxsize=4)
def _open(folder: Path, inode: int) -> ServedRelease:
    """Open the release in *folder*; a second call is free, unless the folder was replaced."""
    del inode
    layout = Layout(folder)
    manifest = read_manifest(layout.manifest)
    index = Index(layout.index)
    store = open_store(layout.store)
    statements = open_statements(layout.columns)
    return ServedRelease(
        layout=layout,
        manifest=manifest,
        presentation=read_presentation(layout.presentation),
        statistics=read_statistics(layout.statistics),
        addresses=Addresses(manifest.dataset.base_iri),
        index=index,
        store=store,
        statements=statements,
        documents=Documents(statements),
        describer=Describer(store, statements),
        selector=Selector(store),
        matcher=Matcher(store, layout.columns),
        successors=read_successors(store),
        followed=Followed(
            edition_of(manifest),
            layout.store,
            layout.merge,
            manifest.triples,
            layout.columns if manifest.triples >= _MANY else None,
        ),
    )


class Releases:
    """A folder of releases; follows the link to the active one.

    A release is read once before it is served. While that takes longer than a moment, the one
    before it is served on; where there is none, as when a server starts, it is served meanwhile.
    """

    def __init__(self, folder: Path) -> None:
        """Serve from *folder*."""
        self._folder = folder
        self._watch = Watch(folder)
        self._inspector = Inspector()
        self._opening = Lock()
        self._following = Lock()
        self._link: tuple[int, int] | None = None
        self._unread: tuple[int, int] | None = None
        self._active: ServedRelease | None = None
        self._reason = ReleaseError(f"{folder}: nothing published yet")

    def active(self) -> ServedRelease:
        """Give the active release.

        Raises:
            ReleaseError: none was published, or it is damaged and there was none before it.
        """
        link = self._watch.look().link
        # One caller at a time looks at a new release; meanwhile the others have the one before.
        if link not in {None, self._link} and self._following.acquire(blocking=not self._active):
            try:
                self._follow(link)
            finally:
                self._following.release()
        if self._active is None:
            # The same error each time: without what it has gathered on its way before.
            raise self._reason.with_traceback(None)
        return self._active

    def check_there(self) -> None:
        """Make sure that the release that is served has not been removed.

        Raises:
            ReleaseError: it has; what is open of it answers on.
        """
        if self._active is not None and not self._active.layout.manifest.exists():
            raise ReleaseError(f"{self._active.layout.folder} was removed while it was served")

    def settled(self) -> ServedRelease | None:
        """Give the active release if it is what the link leads to; nothing is waited for.

        So is one that is served while it is still being read: `active` hears what came of that.
        """
        return self._active if self._watch.look().link in {self._link, self._unread} else None

    def moment(self) -> Hashable:
        """Tell one state of the folder from another; ``None`` while a new release is looked at.

        Whatever is served changes with it: the active release, the log, which releases are kept.
        """
        seen = self._watch.look()
        if self._active is None or seen.link != self._link or seen.rest is None:
            return None
        return seen

    def open(self, release_id: str) -> ServedRelease:
        """Open a release by its id, active or not.

        Raises:
            NotFoundError: it is not kept here.
            ReleaseError: it is damaged.
        """
        return self._opened(self.find(release_id))

    def find(self, release_id: str) -> Layout:
        """Give a release by its id, active or not.

        Raises:
            NotFoundError: it is not kept here.
            ReleaseError: it is damaged.
        """
        layout = Layout((self._folder / release_id).resolve())
        if not RELEASE_ID.fullmatch(release_id) or not layout.manifest.is_file():
            raise NotFoundError(f"No release “{release_id}” is kept here.")
        self._inspector.check(layout)
        return layout

    def _follow(self, link: tuple[int, int] | None) -> None:
        """Serve what the link leads to, if it is whole."""
        target = self._folder / CURRENT
        try:
            layout = active_release(self._folder)
            if layout is None:
                return
            target = layout.folder
            whole = self._inspector.check(layout)
            if whole or self._active is None:
                self._active = self._opened(layout)
                self._unread = link
        except ReleaseError as error:
            self._refuse(target, error)
            whole = True
        if whole:
            self._link = link

    def _refuse(self, folder: Path, error: ReleaseError) -> None:
        if self._active is not None and self._active.layout.folder == folder:
            self._active = None
        self._reason = error
        serving = f"still serving {self._active.id}" if self._active else "nothing to serve"
        _LOGGER.error("%s; %s", error, serving)

    def _opened(self, layout: Layout) -> ServedRelease:
        try:
            with self._opening:
                return _open(layout.folder, layout.folder.stat().st_ino)
        except OSError as error:
            raise ReleaseError(f"{layout.folder}: {error.strerror}") from error
