"""Routes for what is asked most: found first, and handed the request as it is.

To try fifty patterns, and to resolve the dependencies of a function, takes longer than to answer.
"""

from starlette.routing import Match, Route
from starlette.types import Scope

from govkg.iris import RESERVED


class PlainRoute(Route):
    """A route whose function takes the request, and nothing else."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say which route took the request, too, as those of FastAPI do."""
        match, found = super().matches(scope)
        return match, {**found, "route": self}


class EntityRoute(PlainRoute):
    """A route for what the server keeps no address for itself: it may come ahead of all others."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Look at the first segment, with and without an extension."""
        first = scope["path"].split("/", 2)[1]
        if not first or first in RESERVED or first.partition(".")[0] in RESERVED:
            return Match.NONE, {}
        return super().matches(scope)
