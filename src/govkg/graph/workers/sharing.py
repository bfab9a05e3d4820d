"""One process has the workers, others ask it: so they share one template, one queue, one limit.

Who asks makes both ends of a *line*, for one question at a time, and puts one of them through the
*door*, a channel that all who ask have in common, with the release to follow. So nothing has a name
that strangers could find, and workers that another process starts anew hear what they must know.
A line that is closed ends its question; and nobody is left to ask once the door is closed.
"""

import asyncio
import logging
import os
import pickle
import socket
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

import anyio

from govkg.errors import QueryBrokenError, RequestError
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.workers.answering import Standing, Workers
from govkg.graph.workers.channel import Packet, is_open, pair, readable, receive, send
from govkg.graph.workers.messages import (
    read_answer,
    read_question,
    write_answer,
    write_question,
    write_refusal,
)
from govkg.graph.workers.pool import Followed

_LOGGER: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Knock:
    """What comes through the door: the process *pid* has *followed* this release so far."""

    pid: int
    followed: Followed | None


class SharedWorkers(AbstractAsyncContextManager["SharedWorkers"]):
    """The workers that another process has; to be asked as if they were here."""

    def __init__(self, door: socket.socket) -> None:
        """Ask through *door*."""
        self._door = door
        self._idle: list[socket.socket] = []
        self._followed: Followed | None = None

    async def __aenter__(self) -> Self:
        """Start nothing: lines are made when there is something to ask."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the lines."""
        while self._idle:
            self._idle.pop().close()

    async def standing(self) -> Standing:
        """Say how things stand."""
        try:
            return Standing(**(await self._ask(Packet({}))).header)
        except QueryBrokenError:
            return Standing(are_up=False, replaced=0)

    def follow(self, release: Followed) -> None:
        """Answer about *release* from memory as soon as may be."""
        if release != self._followed:
            self._followed = release
            self._knock()

    async def answer(self, question: Question, limits: Limits, *, client: str) -> Answer:
        """Answer *question* as `Workers.answer` does.

        Raises:
            QueryBrokenError: the process that has the workers ended.
            RequestError: as `Workers.answer` says.
        """
        asked = write_question(question, limits)
        return read_answer(await self._ask(Packet({"client": client}, asked.body)))

    async def _ask(self, packet: Packet) -> Packet:
        line = self._line()
        try:
            send(line, packet)
            await readable(line)
            reply = receive(line)
        except OSError:
            reply = None
        except BaseException:
            line.close()
            raise
        if reply is None:
            line.close()
            raise QueryBrokenError
        self._idle.append(line)
        return reply

    def _line(self) -> socket.socket:
        while self._idle:
            line = self._idle.pop()
            if is_open(line):
                return line
            line.close()
        ours, theirs = pair()
        with theirs:
            self._knock(theirs.fileno())
        return ours

    def _knock(self, *files: int) -> None:
        knock = _Knock(os.getpid(), self._followed)
        send(self._door, Packet({}, pickle.dumps(knock), files))


async def share(workers: Workers, door: socket.socket) -> None:
    """Let others ask *workers*, until nobody has the other end of *door* any more."""
    desk = _Desk(workers)
    async with anyio.create_task_group() as tasks:
        while True:
            await readable(door)
            packet = receive(door)
            if packet is None:
                break
            # Who may put something through the door is one of our own processes.
            desk.follow(pickle.loads(packet.body))  # noqa: S301
            for number in packet.files:
                tasks.start_soon(desk.attend, socket.socket(fileno=number))
        tasks.cancel_scope.cancel()


class _Desk:
    """Answers what comes over lines."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self._told: dict[int, Followed] = {}
        self._followed: Followed | None = None

    def follow(self, knock: _Knock) -> None:
        """Follow a process where it goes on, not where it lags behind others that have gone on."""
        told = knock.followed
        if told is not None and self._told.get(knock.pid) != told:
            self._told[knock.pid] = self._followed = told
            self._workers.follow(told)

    async def attend(self, line: socket.socket) -> None:
        """Answer one question after another."""
        with line:
            try:
                while await self._attend_once(line):
                    pass
            except Exception:  # one question that goes wrong is not the end of all others
                _LOGGER.exception("a question was not answered")

    async def _attend_once(self, line: socket.socket) -> bool:
        await readable(line)
        packet = receive(line)
        if packet is None:
            return False
        reply = await self._reply(packet, line)
        if reply is None:
            return False
        try:
            with suppress(OSError):  # who asked has gone; the next look finds that
                send(line, reply)
        finally:
            for number in reply.files:
                os.close(number)
        return True

    async def _reply(self, packet: Packet, line: socket.socket) -> Packet | None:
        """Give what is to be said, or ``None``: nobody waits for it any more."""
        if "client" not in packet.header:
            standing = await self._workers.standing()
            return Packet({"are_up": standing.are_up, "replaced": standing.replaced})
        if self._followed is not None:  # workers that had to begin anew have forgotten it
            self._workers.follow(self._followed)
        question, limits = read_question(packet)
        loop = asyncio.get_running_loop()
        with anyio.CancelScope() as scope:
            # Who waits for an answer says nothing more: it can only be an end.
            loop.add_reader(line, scope.cancel)
            try:
                client = packet.header["client"]
                return write_answer(await self._workers.answer(question, limits, client=client))
            except RequestError as error:
                return write_refusal(error)
            finally:
                loop.remove_reader(line)
        return None
