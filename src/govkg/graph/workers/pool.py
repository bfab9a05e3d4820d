"""Keep workers ready: from a template that holds the active release in memory, once it does."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import anyio

from govkg.graph.workers.processes import TemplateProcess, WorkerProcess

_LOGGER: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Followed:
    """A release as the pool sees it: its *store* on disk, a *dump* of the merge, its *triples*.

    *edition* tells it from what it was before something was taken out of it; *columns* is the
    folder of the merge in columns, if there is one.
    """

    edition: str
    store: Path
    dump: Path
    triples: int
    columns: Path | None = None


class Pool:
    """Worker processes. Use as ``async with``: what it started ends with it.

    *replaced* is how many workers were ended in favour of another.
    """

    def __init__(self, size: int, *, resident_triples: int) -> None:
        """Keep *size* workers ready; hold a release of up to *resident_triples* in memory."""
        self._size = size
        self._resident_triples = resident_triples
        self._idle: list[WorkerProcess] = []
        self._followed: Followed | None = None
        self._resident = False
        self._generation = 0
        self._switching = anyio.Lock()
        self.replaced = 0

    async def __aenter__(self) -> Self:
        """Start the template."""
        self._tasks = anyio.create_task_group()
        await self._tasks.__aenter__()
        self._template = TemplateProcess()
        self._tasks.start_soon(self._refill)  # nobody's first question waits for a process
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every process."""
        self._tasks.cancel_scope.cancel()
        await self._tasks.__aexit__(kind, error, trace)
        self._drop_idle()
        await self._template.end()

    @property
    def is_up(self) -> bool:
        """Whether workers can be had."""
        return self._template.alive()

    async def take(self) -> WorkerProcess:
        """Give a worker that is alive and idle."""
        while self._idle:
            worker = self._idle.pop()
            if worker.alive():
                return worker
            worker.kill()
        return await self._start()

    def give_back(self, worker: WorkerProcess, *, fit: bool) -> None:
        """Keep a *fit* worker of the present release; replace any other."""
        if fit and worker.generation == self._generation:
            self._idle.append(worker)
        else:
            worker.kill()
            self.replaced += 1
            self._tasks.start_soon(self._refill)

    def follow(self, release: Followed) -> None:
        """Share *release* among workers, in memory if it is small enough."""
        if release != self._followed:
            self._followed = release
            self._tasks.start_soon(self._switch, release)

    async def _start(self) -> WorkerProcess:
        """Give a new worker that has opened what it reads."""
        worker = await self._fork()
        await worker.started()
        return worker

    async def _fork(self) -> WorkerProcess:
        try:
            return await self._template.fork(self._generation)
        except ConnectionError:
            # Something from outside has ended the template; queries go on with another.
            await self._replace(TemplateProcess(), resident=False)
            self._followed = None
            return await self._template.fork(self._generation)

    async def _refill(self) -> None:
        if len(self._idle) >= self._size:
            return
        try:
            worker = await self._start()
        except ConnectionError:  # whoever asks next starts another
            return
        if worker.generation == self._generation and len(self._idle) < self._size:
            self._idle.append(worker)
        else:
            worker.kill()

    async def _switch(self, release: Followed) -> None:
        async with self._switching:
            if release != self._followed:
                return  # a newer one has come meanwhile
            if self._resident:
                # The old release gives its memory back before the new one takes its own.
                await self._replace(TemplateProcess(), resident=False)
            resident = release.triples <= self._resident_triples
            dump = release.dump if resident else None
            template = TemplateProcess()
            try:
                await template.load(release.store, dump=dump, columns=release.columns)
                ready = await template.fork(self._generation + 1)
                await ready.started()
            except ConnectionError:
                # No memory, or somebody removed the release; queries go on without.
                _LOGGER.warning("%s is read from the disk: it could not be loaded", release.store)
                await template.end()
                return
            except BaseException:
                await template.end()
                raise
            await self._replace(template, resident=resident, ready=[ready])

    async def _replace(
        self, template: TemplateProcess, *, resident: bool, ready: Iterable[WorkerProcess] = ()
    ) -> None:
        """Fork from *template* from now on; workers that are *ready* take the next questions."""
        old, self._template = self._template, template
        self._resident = resident
        self._generation += 1
        self._drop_idle()
        self._idle += ready
        await old.retire()

    def _drop_idle(self) -> None:
        while self._idle:
            self._idle.pop().kill()
