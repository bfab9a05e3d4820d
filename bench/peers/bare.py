"""The bare server: ours without us, with one constant answer. What no Python server can beat.

Started as ``python -m bench.peers.bare PORT BYTES STATUS``.
"""

import sys
from typing import Any

import uvicorn


def main(port: int, size: int, status: int) -> None:
    """Answer every request with *status* and *size* bytes."""
    body = b"x" * size
    headers = [(b"content-length", str(size).encode()), (b"content-type", b"text/html")]
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": headers if size else headers[1:],
    }
    end = {"type": "http.response.body", "body": body}

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        del scope, receive
        await send(start)
        await send(end)

    config = uvicorn.Config(
        answer,
        port=port,
        loop="uvloop",
        http="httptools",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
    )
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:4]))
