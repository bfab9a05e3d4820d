"""What all requests share: made once in `create_app`, never changed."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from govkg.graph.sparql.evaluation import Answer
from govkg.graph.workers.answering import Workers
from govkg.release.history.reading import History
from govkg.settings import Settings
from govkg.web.memory import BoundedMemory
from govkg.web.operating.measures import Measures
from govkg.web.pages.rendering import Pages
from govkg.web.served import Releases, ServedRelease


@dataclass(frozen=True, slots=True)
class State:
    """The parts of a running server."""

    settings: Settings
    releases: Releases
    workers: Workers
    history: History
    answers: BoundedMemory[Answer]
    bodies: BoundedMemory[bytes]
    pages: Pages
    measures: Measures


def state_of(request: Request) -> State:
    """Give the state of the application that *request* came to."""
    state: State = request.app.state.govkg
    return state


def _active(state: Annotated[State, Depends(state_of)]) -> ServedRelease:
    return state.releases.active()


Shared = Annotated[State, Depends(state_of)]
"""The parts of the server, as a parameter of a route."""

Active = Annotated[ServedRelease, Depends(_active)]
"""The active release, as a parameter of a route.

Raises:
    ReleaseError: there is none.
"""
