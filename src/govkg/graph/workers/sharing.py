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
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import asdict, dataclass
from types import TracebackType
from typing import Any, Final, Self

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
_ATTEMPTS: Final = 2
"""Who has ended has a successor at once; what ends that one, too, is perhaps the question."""
_ANSWER: Final = "answer"
_STANDING: Final = "standing"

Errand = Callable[[str], Mapping[str, Any]]
"""Does something that takes no time about a subject, and says what came of it."""


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
            return Standing(**(await self._ask(Packet({"wants": _STANDING}))).header)
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
            QueryBrokenError: the process that has the workers ended, and so did its successor.
            RequestError: as `Workers.answer` says.
        """
        asked = write_question(question, limits)
        header = {"wants": _ANSWER, "client": client}
        return read_answer(await self._ask(Packet(header, asked.body)))

    async def run_errand(self, name: str, subject: str) -> Mapping[str, Any]:
        """Have the process that has the workers do what else it does for all; give what it says.

        Raises:
            QueryBrokenError: that process ended.
        """
        return (await self._ask(Packet({"wants": name, "subject": subject}))).header

    async def _ask(self, packet: Packet) -> Packet:
        for _ in range(_ATTEMPTS):
            reply = await self._ask_once(packet)
            if reply is not None:
                return reply
        raise QueryBrokenError

    async def _ask_once(self, packet: Packet) -> Packet | None:
        """Give what is said; ``None``: who had the workers has ended."""
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
        else:
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


async def share(
    workers: Workers, door: socket.socket, errands: Mapping[str, Errand] | None = None
) -> None:
    """Let others ask *workers*, until nobody has the other end of *door* any more.

    *errands*, by name, are what else this process does for all.
    """
    desk = _Desk(workers, errands or {})
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

    def __init__(self, workers: Workers, errands: Mapping[str, Errand]) -> None:
        self._workers = workers
        self._errands = errands
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
        wanted = packet.header["wants"]
        if wanted == _ANSWER:
            return await self._answer(packet, line)
        if wanted == _STANDING:
            return Packet(asdict(await self._workers.standing()))
        return Packet(dict(self._errands[wanted](packet.header["subject"])))

    async def _answer(self, packet: Packet, line: socket.socket) -> Packet | None:
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
