"""Answers that follow from release and history: the next publication may change them."""

from collections.abc import Callable, Mapping

from fastapi.responses import Response

from govkg.web.addressing.languages import asked_path
from govkg.web.responses.caching import Representation, respond
from govkg.web.visit import Visit


async def answer_dated(
    visit: Visit,
    content_type: str,
    make: Callable[[], str | bytes],
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer with what *make* gives, until something is published again."""
    latest = visit.state.history.latest()

    def write() -> bytes:
        body = make()
        return body.encode() if isinstance(body, str) else body

    representation = Representation(
        release=visit.release.id,
        parts=(
            visit.here.absolute(asked_path(visit.request)),
            str(latest.sequence if latest else 0),
        ),
        content_type=content_type,
        modified=latest.time if latest else None,
        headers=headers or {},
    )
    return await respond(visit.request, visit.state.bodies, representation, write)
