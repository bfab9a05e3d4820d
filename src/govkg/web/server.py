"""Run the application on a production server (uvicorn)."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial

import uvicorn

from govkg.errors import AddressError, ReleaseError
from govkg.settings import Project, Settings
from govkg.web.app import Application, create_app
from govkg.web.connections import ReadyProtocol
from govkg.web.operating.records import configure_logging
from govkg.web.processes.place import Place
from govkg.web.processes.supervision import supervise
from govkg.web.processes.workers import hold_workers
from govkg.web.state import State

_BACKLOG = 2048


def serve(
    project: Project,
    settings: Settings,
    listener: socket.socket,
    *,
    mending: Callable[[], AbstractContextManager[None]],
) -> None:
    """Serve *project* on *listener* until interrupted; the caller closes it.

    If the active release is damaged, it is served within *mending*.
    """

    def answer(listener: socket.socket, place: Place | None = None) -> None:
        app = create_app(project, settings, place)
        mends = place is None or place.number == 0
        with mending() if mends and not _can_serve(app) else nullcontext():
            _run(app, listener)

    configure_logging(settings.log_format)
    if settings.processes == 1:
        answer(listener)
    else:
        supervise(_shared(listener, settings.processes), answer, partial(hold_workers, settings))


def _can_serve(app: Application) -> bool:
    """Look at the active release; what is wrong with it is logged."""
    state: State = app.state.govkg
    try:
        state.releases.active()
    except ReleaseError:
        return False
    return True


def _run(app: Application, listener: socket.socket) -> None:
    """Serve *app* on *listener* until interrupted."""
    config = uvicorn.Config(
        app,
        http=partial(ReadyProtocol, app.recall),  # type: ignore[arg-type]  # it is only called
        log_level="warning",
        log_config=None,
        access_log=False,
        server_header=False,
        # `OriginMiddleware` hears proxies, those that the settings trust.
        proxy_headers=False,
        timeout_graceful_shutdown=_drain_seconds(app),
    )
    # Uvicorn ends in order and then raises the signal again; to us that is the normal end.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def _drain_seconds(app: Application) -> int:
    """Give what was begun the time that it may take."""
    state: State = app.state.govkg
    return int(state.settings.query_timeout) + 5


def bind(host: str, port: int) -> socket.socket:
    """Listen on an address before anything else is begun.

    Raises:
        AddressError: it cannot be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressError(f"cannot serve on {host}: {error.strerror}") from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressError(f"cannot serve on {host} port {port}: {error.strerror}") from error
    return listener


def _shared(listener: socket.socket, number: int) -> list[socket.socket]:
    """Give so many listeners on the address of *listener*, of which it is the first.

    The kernel deals out connections among them. Of one listener that all processes had, the first
    that is idle would take all connections that come at once, and a client keeps its own for long.
    """
    # Only now: until here, nobody else may listen on this address, not even another server of ours.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    listeners = [listener]
    for _ in range(number - 1):
        another = socket.socket(listener.family, listener.type, listener.proto)
        another.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        another.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        another.bind(listener.getsockname())
        another.listen(_BACKLOG)
        listeners.append(another)
    return listeners
