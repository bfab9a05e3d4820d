"""Run the application on a production server (uvicorn)."""

import socket
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from govkg.errors import AddressError
from govkg.settings import Project, Settings
from govkg.web.app import create_app
from govkg.web.operating.records import configure_logging
from govkg.web.state import State

_BACKLOG = 2048


def open_app(project: Project, settings: Settings) -> FastAPI:
    """Make the application, and look at the active release.

    Raises:
        ReleaseError: there is none, or it is damaged: told now, and not to every client.
    """
    configure_logging(settings.log_format)
    app = create_app(project, settings)
    state: State = app.state.govkg
    state.releases.active()
    return app


def serve(app: FastAPI, listener: socket.socket) -> None:
    """Serve *app* on *listener* until interrupted; the caller closes it."""
    config = uvicorn.Config(
        app,
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
