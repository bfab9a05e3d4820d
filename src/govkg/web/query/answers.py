"""Answers on their way out: complete before the first byte, from memory or from a file."""

import os
from collections.abc import AsyncIterator, Mapping
from typing import BinaryIO, Final

from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from govkg.graph.sparql.evaluation import Answer
from govkg.web.responses.caching import compress
from govkg.web.responses.reading import read_pieces

_HELD: Final = 1024 * 1024
"""Bytes up to which an answer is kept for whoever asks the same again."""
_NOBODY: Final = "unknown"


def client_of(request: Request) -> str:
    """Tell clients apart by their network address."""
    return request.client.host if request.client else _NOBODY


def held(answer: Answer) -> Answer:
    """Give *answer* in memory, if it came as a file that is small enough to be kept."""
    if answer.file is None or answer.size > _HELD:
        return answer
    with os.fdopen(answer.file, "rb") as file:
        file.seek(0)
        return Answer(answer.content_type, file.read(), answer.size)


def respond(answer: Answer, headers: Mapping[str, str], coding: str) -> Response:
    """Send *answer*, its length ahead of it; a file is closed at the end, however that comes.

    What is in memory is sent in the content *coding* (empty: as it is), a file never is.
    """
    whole = {**headers, "Content-Type": answer.content_type}
    if answer.file is None and coding:
        return Response(compress(answer.body), headers={**whole, "Content-Encoding": coding})
    if answer.file is None:
        return Response(answer.body, headers=whole)
    # A file object closes itself even if the client has gone before the first piece.
    file = os.fdopen(answer.file, "rb")
    return StreamingResponse(_pieces(file), headers={**whole, "Content-Length": str(answer.size)})


async def _pieces(file: BinaryIO) -> AsyncIterator[memoryview]:
    with file:
        async for piece in read_pieces(file.fileno()):
            yield piece
