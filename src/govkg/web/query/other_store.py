"""The store that is asked instead of the release's own, once it has the release."""

import logging
import time
from typing import Final

from anyio import to_thread

from govkg.errors import RequestError
from govkg.graph.remote import Remote, basic, count_triples
from govkg.release.manifest import graph_of
from govkg.settings import Settings
from govkg.web.served import ServedRelease

_LOGGER: Final = logging.getLogger(__name__)
_AGAIN_SECONDS: Final = 5.0
_COUNT_SECONDS: Final = 60.0


class OtherStore:
    """Knows which releases the store of the settings has; none where there is no such store."""

    def __init__(self, settings: Settings) -> None:
        """Ask the store that *settings* name."""
        self._url = settings.sparql_endpoint
        password = settings.store_password.get_secret_value()
        self._authorization = basic(settings.store_user, password) if settings.store_user else ""
        self._found: set[str] = set()
        self._asked: dict[str, float] = {}

    async def find(self, release: ServedRelease) -> Remote | None:
        """Give the graph of *release* in the other store, or ``None`` while it is not whole."""
        if self._url is None:
            return None
        remote = Remote(self._url, graph_of(release.manifest), self._authorization)
        if remote.graph in self._found:
            return remote
        now = time.monotonic()
        if now - self._asked.get(remote.graph, -_AGAIN_SECONDS) < _AGAIN_SECONDS:
            return None
        self._asked[remote.graph] = now
        try:
            count = await to_thread.run_sync(lambda: count_triples(remote, seconds=_COUNT_SECONDS))
        except RequestError as error:
            _LOGGER.warning("%s: %s", self._url, error)
            return None
        if count == release.manifest.triples:
            self._found.add(remote.graph)
            return remote
        _LOGGER.warning(
            "%s has %d of the %d triples of release %s; run “govkg push”",
            self._url,
            count,
            release.manifest.triples,
            release.id,
        )
        return None
