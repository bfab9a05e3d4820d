"""A request for a page of the active release: who reads it, and in which language."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from govkg.formats import HTML
from govkg.web.addressing.languages import (
    asked_path,
    language_of,
    named_language,
    offered_languages,
    page_path,
)
from govkg.web.addressing.origin import Here, Origin, origin_of
from govkg.web.pages.language.reader import Reader
from govkg.web.responses.caching import Representation, respond
from govkg.web.served import ServedRelease
from govkg.web.state import State, active_of, state_of


@dataclass(frozen=True)
class Visit:
    """A request with all that a page needs."""

    request: Request
    state: State
    release: ServedRelease
    here: Origin

    @cached_property
    def reader(self) -> Reader:
        """Who reads the page."""
        language = language_of(self.request, self.release)
        return reader_of(self.request, self.release, self.here, language)

    async def page(
        self,
        make: Callable[[], str],
        *,
        vary: tuple[str, ...] = (),
        headers: dict[str, str] | None = None,
        is_quick: Callable[[], bool] = bool,
    ) -> Response:
        """Answer with the page that *make* gives, in the language of the reader.

        *vary* are headers that chose the page, the language apart; *is_quick* is as in
        `Representation`.
        """
        language = self.reader.language
        negotiated = named_language(self.request) is None
        own = page_path(asked_path(self.request), language)
        latest = self.state.history.latest()
        representation = Representation(
            release=self.release.id,
            parts=(self.here.url, own, str(latest.sequence if latest else 0), str(negotiated)),
            content_type=HTML.content_type,
            modified=latest.time if latest else None,
            language=language,
            vary=(*vary, "Accept-Language") if negotiated else vary,
            headers={**(headers or {}), "Content-Location": self.here.local(own)},
            is_quick=is_quick,
        )
        return await respond(
            self.request, self.state.bodies, representation, lambda: make().encode()
        )


def add_slash(request: Request, here: Here) -> Response:
    """Lead from a folder's name to the folder, as a route does."""
    path, mark, query = asked_path(request).partition("?")
    return RedirectResponse(here.absolute(f"{path}/{mark}{query}"), status_code=308)


def reader_of(
    request: Request, release: ServedRelease | None, here: Origin, language: str
) -> Reader:
    """Make the reader of the page that *request* asks for."""
    path = asked_path(request)
    offered = offered_languages(release) if release else ()
    return Reader(
        language=language,
        switch=tuple((one, here.local(page_path(path, one))) for one in offered),
        suffix=f"{language}.html" if named_language(request) else "",
        prefix=here.prefix,
        public=here.url,
    )


# One dependency, not a tree of five: to resolve one takes longer than what it does.
async def visit_of(request: Request) -> Visit:
    """Make the visit of *request*.

    Raises:
        ReleaseError: there is no release to serve.
    """
    state = state_of(request)
    return Visit(request, state, await active_of(state), origin_of(request))


Visiting = Annotated[Visit, Depends(visit_of)]
"""The visit to a page, as a parameter of its route.

Raises:
    ReleaseError: there is no release to serve.
"""
