"""The side of who asks."""

import os
import pickle
import socket
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final

from govkg.errors import QueryBrokenError
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.workers.answering import Standing
from govkg.graph.workers.channel import Packet, is_open, pair, readable, receive, send
from govkg.graph.workers.messages import read_answer, write_question
from govkg.graph.workers.pool import Followed

ANSWER: Final = "answer"
STANDING: Final = "standing"

_ATTEMPTS: Final = 2
"""Who has ended has a successor at once; what ends that one, too, is perhaps the question."""


@dataclass(frozen=True, slots=True)
class Knock:
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
            return Standing(**(await self._ask(Packet({"wants": STANDING}))).header)
        except QueryBrokenError:
            return Standing(are_up=False, replaced=0)

    def follow(self, release: Followed) -> None:
        """Answer about *release* from memory as soon as may be."""
        if release != self._followed:
            self._followed = release
            with suppress(OSError):  # nobody is there: whoever asks finds that out
                self._knock()

    async def answer(self, question: Question, limits: Limits, *, client: str) -> Answer:
        """Answer *question* as `Workers.answer` does.

        Raises:
            QueryBrokenError: the process that has the workers ended, and so did its successor.
            RequestError: as `Workers.answer` says.
        """
        asked = write_question(question, limits)
        header = {"wants": ANSWER, "client": client}
        return read_answer(await self._ask(Packet(header, asked.body)))

    async def run_errand(self, name: str, subject: str) -> Mapping[str, Any]:
        """Have the process that has the workers do what else it does for all; give what it says.

        Raises:
            QueryBrokenError: that process ended.
        """
        return (await self._ask(Packet({"wants": name, "subject": subject}))).header

    def wait_for_errand(self, name: str, subject: str, seconds: float) -> Mapping[str, Any]:
        """Do the same in a thread that may wait.

        Raises:
            OSError: that process ended, or has said nothing for so many *seconds*.
        """
        with self._new_line() as line:
            line.settimeout(seconds)
            send(line, Packet({"wants": name, "subject": subject}))
            reply = receive(line)
        if reply is None:
            raise OSError("who has the workers has ended")
        return reply.header

    async def _ask(self, packet: Packet) -> Packet:
        for _ in range(_ATTEMPTS):
            reply = await self._ask_once(packet)
            if reply is not None:
                return reply
        raise QueryBrokenError

    async def _ask_once(self, packet: Packet) -> Packet | None:
        """Give what is said; ``None``: who had the workers has ended."""
        reply = None
        with suppress(OSError):
            line = self._line()
            try:
                send(line, packet)
                await readable(line)
                reply = receive(line)
            finally:
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
        return self._new_line()

    def _new_line(self) -> socket.socket:
        ours, theirs = pair()
        with theirs:
            try:
                self._knock(theirs.fileno())
            except OSError:
                ours.close()
                raise
        return ours

    def _knock(self, *files: int) -> None:
        knock = Knock(os.getpid(), self._followed)
        send(self._door, Packet({}, pickle.dumps(knock), files))
