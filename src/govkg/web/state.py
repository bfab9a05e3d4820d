"""What all requests share: made once in `create_app`, never changed."""

from dataclasses import dataclass
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Request

from govkg.graph.sparql.evaluation import Answer
from govkg.graph.workers.answering import Workers
from govkg.graph.workers.sharing.asking import SharedWorkers
from govkg.memory import BoundedMemory
from govkg.release.history.reading import History
from govkg.settings import Settings
from govkg.web.operating.measures import Measures
from govkg.web.pages.rendering import Pages
from govkg.web.query.other_store import OtherStore
from govkg.web.served import Releases, ServedRelease


@dataclass(frozen=True, slots=True)
class State:
    """The parts of a running server."""

    settings: Settings
    releases: Releases
    workers: Workers | SharedWorkers
    history: History
    answers: BoundedMemory[Answer]
    bodies: BoundedMemory[bytes]
    pages: Pages
    measures: Measures
    other_store: OtherStore


def state_of(request: Request) -> State:
    """Give the state of the application that *request* came to."""
    state: State = request.app.state.govkg
    return state


# A dependency that waits for nothing is a coroutine: all others take a turn through a thread.
async def _shared(request: Request) -> State:
    return state_of(request)


Shared = Annotated[State, Depends(_shared)]
"""The parts of the server, as a parameter of a route."""


async def active_of(state: State) -> ServedRelease:
    """Give the active release, without a turn through a thread where nothing has changed.

    Raises:
        ReleaseError: there is none.
    """
    settled = state.releases.settled()
    if settled is not None:
        return settled
    return await to_thread.run_sync(state.releases.active)


async def _active(state: Shared) -> ServedRelease:
    return await active_of(state)


Active = Annotated[ServedRelease, Depends(_active)]
"""The active release, as a parameter of a route.

Raises:
    ReleaseError: there is none.
"""
