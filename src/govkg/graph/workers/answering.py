"""Ask the workers: the one way from a question to an answer."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

import anyio

from govkg.errors import BusyError, QueryTimeoutError
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.workers.pool import Followed, Pool
from govkg.graph.workers.scheduler import LONG_SECONDS, Job, Scheduler

MIN_PLACES: Final = 3
"""One for light queries, two for the rest."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether questions can be asked, and how many workers were *replaced* by another so far."""

    are_up: bool
    replaced: int


class Workers(AbstractAsyncContextManager["Workers"]):
    """The workers of a server. Use as ``async with``: whatever they started ends with them."""

    def __init__(self, places: int, *, resident_triples: int) -> None:
        """Run *places* queries at once; hold a release of up to *resident_triples* in memory."""
        places = max(places, MIN_PLACES)
        self._scheduler = Scheduler(places)
        self._pool = Pool(places, resident_triples=resident_triples)

    async def __aenter__(self) -> Self:
        """Start what is needed to answer."""
        await self._pool.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process."""
        await self._pool.__aexit__(kind, error, trace)

    async def standing(self) -> Standing:
        """Say how things stand."""
        return Standing(self._pool.is_up, self._pool.replaced)

    def follow(self, release: Followed) -> None:
        """Answer about *release* from memory as soon as may be."""
        self._pool.follow(release)

    async def answer(self, question: Question, limits: Limits, *, client: str) -> Answer:
        """Answer *question* within *limits*, or stop the work and say why.

        Cancelling stops the work too. Who gets *file* of an answer closes it.

        Raises:
            BusyError: too many queries wait, or no place came free in the time of the limit.
            QueryTimeoutError: the deadline passed, and the worker was killed.
            QueryMemoryError: the worker wanted more memory than it may have.
            QueryBrokenError: the worker ended for another reason.
            RequestError: as `evaluate` says.
        """
        with self._scheduler.enter(client) as job:
            while True:
                if not job.admitted.is_set():
                    with anyio.move_on_after(limits.seconds):
                        await job.admitted.wait()
                if not job.admitted.is_set():
                    raise BusyError("No worker came free in time. Try again in a moment.")
                answer = await self._run(job, question, limits)
                if answer is not None:
                    return answer

    async def _run(self, job: Job, question: Question, limits: Limits) -> Answer | None:
        """Run an admitted job; ``None`` says that it was stopped and waits for its turn again."""
        worker = await self._pool.take()
        fit = False
        try:
            worker.ask(question, limits)
            if not await worker.ready(min(LONG_SECONDS, limits.seconds)):
                if limits.seconds <= LONG_SECONDS:
                    raise QueryTimeoutError(limits.seconds)
                if not self._scheduler.turned_long(job):
                    return None
                worker.yield_to_others()
                if not await worker.ready(limits.seconds - LONG_SECONDS):
                    raise QueryTimeoutError(limits.seconds)
            answer = worker.read(limits)
            fit = not (job.long or worker.leaving)
            return answer
        finally:
            self._scheduler.used(job, worker.worked())
            self._pool.give_back(worker, fit=fit)
