"""The bare server: ours without us, with one constant answer: what a Python server takes by itself.

Started as ``python -m bench.peers.bare PORT FILE``; the file holds the answer as `Reply` had it:
status and headers in the first line, as JSON, then the body.
"""

import json
import sys
from pathlib import Path
from typing import Any

import uvicorn


def main(port: int, file: Path) -> None:
    """Answer every request with what *file* holds."""
    head, _, body = file.read_bytes().partition(b"\n")
    status, headers = json.loads(head)
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
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
    main(int(sys.argv[1]), Path(sys.argv[2]))
