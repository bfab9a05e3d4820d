"""Run the application on a production server (uvicorn)."""

import socket
from contextlib import suppress

import uvicorn

from govkg.errors import AddressError
from govkg.settings import Project, Settings
from govkg.web.app import create_app

_BACKLOG = 2048


def serve(project: Project, settings: Settings, listener: socket.socket) -> None:
    """Serve the active release of *project* on *listener* until interrupted."""
    with listener:
        config = uvicorn.Config(
            create_app(project, settings),
            log_level="warning",
            access_log=False,
            server_header=False,
            # `OriginMiddleware` hears proxies, those that the settings trust.
            proxy_headers=False,
        )
        # Uvicorn ends in order and then raises the signal again; to us that is the normal end.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


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
