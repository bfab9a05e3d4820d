"""From a query that was read to a response: known already, cached, or asked of a worker."""

import asyncio
import hashlib
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from fastapi.responses import Response

from govkg.errors import HungUpError
from govkg.graph.remote import Remote
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.sparql.lookups import look_up
from govkg.graph.workers.scheduler import LONG_SECONDS
from govkg.settings import Settings
from govkg.web.query.answers import client_of, held, respond
from govkg.web.responses.caching import coding_for, etag, is_known
from govkg.web.served import ServedRelease
from govkg.web.state import State

_LONGEST_LINK: Final = 2_000
"""Characters of an address past which it is no use, and a proxy may refuse the header (4 kB)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """A query on a release; *permalink* is the path that answers on this release for good.

    *formats*, *default_graphs* and *named_graphs* are as in `Question`, *timeout* is in seconds.
    """

    release: ServedRelease
    query: str
    permalink: str
    accept: str | None = None
    formats: tuple[str, ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None

    def question(self, remote: Remote | None) -> Question:
        """Give what a worker is asked, or a *remote* store."""
        columns = self.release.followed.columns
        return Question(
            store=str(self.release.followed.store),
            columns=str(columns) if columns else None,
            query=self.query,
            base_iri=self.release.manifest.dataset.base_iri,
            accept=self.accept,
            formats=self.formats,
            default_graphs=self.default_graphs,
            named_graphs=self.named_graphs,
            remote=remote,
        )


async def answer_inquiry(request: Request, state: State, inquiry: Inquiry) -> Response:
    """Answer 304, from the cache, or by asking a worker.

    Raises:
        RequestError: as `Workers.answer` says, or nobody waits any more.
    """
    question = inquiry.question(await state.other_store.find(inquiry.release))
    key = etag(inquiry.release.edition, *_determinants(question))
    coding = coding_for(request)
    tag = etag(key, coding) if coding else key
    headers = {
        "ETag": tag,
        "Vary": "Accept, Accept-Encoding",
        "Govkg-Release": inquiry.release.id,
        "Cache-Control": "public, max-age=60",
    }
    if len(inquiry.permalink) <= _LONGEST_LINK:
        headers["Link"] = f'<{inquiry.permalink}>; rel="bookmark"'
    if request.method in {"GET", "HEAD"} and is_known(request, tag):
        return Response(status_code=304, headers=headers)
    answer = state.answers.get(key)
    if answer is None:
        # Workers hold in memory what most are about to ask.
        state.workers.follow(state.releases.active().followed)
        limits = limits_of(state.settings, inquiry.timeout)
        asked = inquiry.release
        light = look_up(question, limits, asked.store, asked.statements)
        answer = held(light or await _ask(request, state, question, limits))
        if answer.file is None:
            state.answers.put(key, answer, answer.size)
    return respond(answer, headers, coding)


def limits_of(settings: Settings, timeout: float | None = None) -> Limits:
    """Give the limits of one query; *timeout* in seconds only lowers them."""
    seconds = settings.query_timeout
    return Limits(
        seconds=min(seconds, timeout) if timeout else seconds,
        memory=settings.query_memory,
        answer=settings.result_bytes,
    )


async def _ask(request: Request, state: State, question: Question, limits: Limits) -> Answer:
    """Ask the workers, unless the client hangs up: then nobody works for it any more.

    Raises:
        HungUpError: it did.
        RequestError: as `Workers.answer` says.
    """
    asking = asyncio.ensure_future(
        state.workers.answer(question, limits, client=client_of(request))
    )
    listening: asyncio.Future[None] | None = None
    try:
        # To listen for the end of a client takes longer than a light query does.
        done, _ = await asyncio.wait({asking}, timeout=LONG_SECONDS)
        if not done:
            listening = asyncio.ensure_future(_hung_up(request))
            await asyncio.wait({asking, listening}, return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            raise HungUpError("The client hung up.")
        return asking.result()
    finally:
        await _end(asking)
        if listening is not None:
            await _end(listening)


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _end(task: asyncio.Future[Any]) -> None:
    """Cancel a task that has not ended, and wait until it has let go of what it holds."""
    if task.cancel():
        await asyncio.wait({task})


def _determinants(question: Question) -> tuple[str, ...]:
    """Give all that an answer depends on, the release apart."""
    return (
        hashlib.sha256(question.query.encode()).hexdigest(),
        question.accept or "",
        *(f"f {name}" for name in question.formats),
        *(f"d {iri}" for iri in question.default_graphs),
        *(f"n {iri}" for iri in question.named_graphs),
    )
