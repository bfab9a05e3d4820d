"""The releases that a server reads: the active one, followed as ``current`` moves."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

from govkg.errors import NotFoundError, ReleaseError
from govkg.graph.documents import Describer
from govkg.graph.index import Index
from govkg.graph.patterns import Matcher
from govkg.graph.sparql.selection import Selector
from govkg.graph.store import open_store
from govkg.iris import Addresses
from govkg.release.files.statistics import Statistics, read_statistics
from govkg.release.layout import Layout, active_release
from govkg.release.manifest import Manifest, read_manifest
from govkg.release.presentation import Presentation, read_presentation

_ID: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class ServedRelease:
    """One release, open for reading."""

    layout: Layout
    manifest: Manifest
    presentation: Presentation
    statistics: Statistics
    addresses: Addresses
    index: Index
    describer: Describer
    selector: Selector
    matcher: Matcher

    @property
    def id(self) -> str:
        """The release's id."""
        return self.manifest.id


@lru_cache(maxsize=4)
def open_release(folder: Path) -> ServedRelease:
    """Open the release in *folder*; a folder never changes, so that a second call is free.

    Raises:
        ReleaseError: it is damaged.
    """
    layout = Layout(folder)
    manifest = read_manifest(layout.manifest)
    index = Index(layout.index)
    store = open_store(layout.store)
    return ServedRelease(
        layout=layout,
        manifest=manifest,
        presentation=read_presentation(layout.presentation),
        statistics=read_statistics(layout.statistics),
        addresses=Addresses(manifest.dataset.base_iri),
        index=index,
        describer=Describer(store, index),
        selector=Selector(store),
        matcher=Matcher(store),
    )


class Releases:
    """A folder of releases; asks the file system which one is active, at each request."""

    def __init__(self, folder: Path) -> None:
        """Serve from *folder*."""
        self._folder = folder
        self._lock = Lock()

    def active(self) -> ServedRelease:
        """Give the active release.

        Raises:
            ReleaseError: none was published, or it is damaged.
        """
        layout = active_release(self._folder)
        if layout is None:
            raise ReleaseError(f"{self._folder}: nothing published yet")
        with self._lock:
            return open_release(layout.folder)

    def open(self, release_id: str) -> ServedRelease:
        """Open a release by its id, active or not.

        Raises:
            NotFoundError: it is not kept here.
        """
        layout = self.find(release_id)
        with self._lock:
            return open_release(layout.folder)

    def find(self, release_id: str) -> Layout:
        """Give a release by its id, active or not.

        Raises:
            NotFoundError: it is not kept here.
        """
        layout = Layout(self._folder / release_id)
        if not _ID.fullmatch(release_id) or not layout.manifest.is_file():
            raise NotFoundError(f"No release “{release_id}” is kept here.")
        return layout
