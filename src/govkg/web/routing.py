"""Ways for what is asked most: past the framework's own, and handed the request as it is.

To go through the framework's layers, to try fifty patterns, and to resolve what a function depends
on, takes longer than to answer.
"""

from collections.abc import Sequence

from fastapi import Request
from starlette.routing import Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from govkg.errors import GovkgError
from govkg.iris import RESERVED
from govkg.web.responses.failures import answer_failure


class PlainRoute(Route):
    """A route whose function takes the request, and nothing else."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say which route took the request, too, as those of FastAPI do."""
        match, found = super().matches(scope)
        return match, {**found, "route": self}

    def fits(self, path: str) -> bool:
        """Say whether *path* is this route's, whatever other routes there are."""
        return path == self.path


class EntityRoute(PlainRoute):
    """A route for every path; what the server keeps for itself, it takes behind all others."""

    def fits(self, path: str) -> bool:
        """Look at the first segment, with and without an extension."""
        first = path.split("/", 2)[1]
        return bool(first) and RESERVED.isdisjoint((first, first.partition(".")[0]))


class PlainRoutes:
    """The layer ahead of the framework's own: answers what fits a plain route."""

    def __init__(self, app: ASGIApp, routes: Sequence[PlainRoute]) -> None:
        """Wrap *app*, which has these *routes*, too, for what else is to be said of them."""
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or tell a failure, as the framework would; pass on what fits no route."""
        route = self._find(scope) if scope["type"] == "http" else None
        if route is None:
            await self._app(scope, receive, send)
            return
        scope["route"] = route
        request = Request(scope, receive, send)
        try:
            response = await route.endpoint(request)
        except GovkgError as error:
            response = await answer_failure(request, error)
        await response(scope, receive, send)

    def _find(self, scope: Scope) -> PlainRoute | None:
        path, method = scope["path"], scope["method"]
        for route in self._routes:
            if route.fits(path) and method in (route.methods or ()):
                return route
        return None
