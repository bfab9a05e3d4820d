"""Run the application on a production server (uvicorn)."""

import socket
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from govkg.errors import AddressError, ReleaseError
from govkg.settings import Project, Settings
from govkg.web.app import create_app
from govkg.web.connections import GatheringProtocol
from govkg.web.operating.records import configure_logging
from govkg.web.state import State

_BACKLOG = 2048


def open_app(project: Project, settings: Settings) -> FastAPI:
    """Make the application."""
    configure_logging(settings.log_format)
    return create_app(project, settings)


def can_serve(app: FastAPI) -> bool:
    """Look at the active release; what is wrong with it is logged."""
    state: State = app.state.govkg
    try:
        state.releases.active()
    except ReleaseError:
        return False
    return True


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve *app* on *listener* until interrupted; the caller closes it."""
    config = uvicorn.Config(
        app,
        http=GatheringProtocol,
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


def _drain_seconds(app: FastAPI) -> int:
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
