"""The side of who has the workers."""

import asyncio
import logging
import os
import pickle
import socket
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

import anyio

from govkg.errors import RequestError
from govkg.graph.workers.answering import Workers
from govkg.graph.workers.channel import Packet, readable, receive, send
from govkg.graph.workers.messages import read_question, write_answer, write_refusal
from govkg.graph.workers.pool import Followed
from govkg.graph.workers.sharing.asking import ANSWER, STANDING, Knock

_LOGGER: Final = logging.getLogger(__name__)

Errand = Callable[[str], Awaitable[Mapping[str, Any]]]
"""Does something about a subject, and says what came of it."""


async def share(
    workers: Workers, door: socket.socket, errands: Mapping[str, Errand] | None = None
) -> None:
    """Let others ask *workers*, until nobody has the other end of *door* any more.

    *errands*, by name, are what else this process does for all.
    """
    desk = Desk(workers, errands or {})
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


class Desk:
    """Answers what comes over lines."""

    def __init__(self, workers: Workers, errands: Mapping[str, Errand]) -> None:
        """Have *workers* answer questions, and *errands*, by name, be done."""
        self._workers = workers
        self._errands = errands
        self._told: dict[int, Followed] = {}
        self._followed: Followed | None = None

    def follow(self, knock: Knock) -> None:
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
        if wanted == ANSWER:
            return await self._answer(packet, line)
        if wanted == STANDING:
            return Packet(asdict(await self._workers.standing()))
        return Packet(dict(await self._errands[wanted](packet.header["subject"])))

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
