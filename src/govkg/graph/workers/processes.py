"""The server's side of template and worker processes."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread

from govkg.errors import QueryBrokenError, QueryMemoryError, RequestError
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.workers.channel import Packet, is_open, pair, readable, receive, send
from govkg.graph.workers.messages import read_answer, write_question

_ERRORS_KEPT: Final = 64 * 1024
_NICE: Final = 10
_TIMES: Final = 256
_FAREWELL: Final = 2.0
"""Seconds for a template to end its workers; one that is loading is killed after them."""
_WANT_OF_MEMORY: Final = (b"memory allocation", b"bad_alloc", b"MemoryError", b"unavailable")


class WorkerProcess:
    """One worker: asked one question at a time."""

    def __init__(self, channel: socket.socket, reply: Packet, log: int, generation: int) -> None:
        """Take over the *channel*, the template's *reply* and the *log* of the worker's errors."""
        self.generation = generation
        self.leaving = False
        self._channel = channel
        self._pid: int = reply.header["pid"]
        (self._handle,) = reply.files
        self._log = log
        self._times = _open_times(self._pid)
        self._asked = time.monotonic()
        self._before = 0.0
        self._told: float | None = None

    async def started(self) -> None:
        """Wait until it has opened what it reads; that is no question's time."""
        try:
            await readable(self._channel)
        except BaseException:
            self.kill()
            raise
        receive(self._channel)  # nothing, where it has ended: `read` will say why

    def ask(self, question: Question, limits: Limits) -> None:
        """Give the worker a question; wait until it is `ready`, then `read` the answer."""
        self._asked, self._before = time.monotonic(), self._processor_seconds() or 0.0
        self._told = None
        # Who has ended cannot be told anything; `read` says why it did.
        with contextlib.suppress(OSError):
            send(self._channel, write_question(question, limits))

    async def ready(self, seconds: float) -> bool:
        """Wait for up to *seconds*; say whether there is an answer, or an end, to read."""
        return await readable(self._channel, seconds)

    def read(self, limits: Limits) -> Answer:
        """Read the answer.

        Raises:
            RequestError: what the worker says instead, or why it ended without a word.
        """
        packet = receive(self._channel)
        if packet is None:
            raise self._reason(limits)
        self.leaving, self._told = packet.header["leaving"], packet.header["seconds"]
        return read_answer(packet)

    def alive(self) -> bool:
        """Say whether the worker will take another question."""
        return is_open(self._channel)

    def worked(self) -> float:
        """Give the seconds of a processor that the question has taken so far.

        As the worker tells with its answer; before that, all that it has done. Not the time that
        passed: a light query among heavy ones spends most of that waiting. Only of a worker that
        has ended nothing else is known.
        """
        if self._told is not None:
            return self._told
        passed = time.monotonic() - self._asked
        processor = self._processor_seconds()
        return passed if processor is None else processor - self._before

    def _processor_seconds(self) -> float | None:
        if self._times is None:
            return None
        try:
            times = os.pread(self._times, _TIMES, 0)
        except OSError:  # it has ended
            return None
        return int(times.split()[0]) / 1e9

    def yield_to_others(self) -> None:
        """Lower its priority: it stays low until it ends."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self._pid, _NICE)

    def kill(self) -> None:
        """End it, whatever it is doing, and let go of all that belonged to it."""
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)
        self._channel.close()
        os.close(self._handle)
        os.close(self._log)
        if self._times is not None:
            os.close(self._times)

    def _reason(self, limits: Limits) -> RequestError:
        """Read from its last words why it ended."""
        words = os.pread(self._log, _ERRORS_KEPT, 0)
        if any(sign in words for sign in _WANT_OF_MEMORY):
            return QueryMemoryError(limits.memory)
        return QueryBrokenError()


def _open_times(pid: int) -> int | None:
    """Open what the kernel says of the times of a process; ``None``: it has ended already."""
    try:
        return os.open(f"/proc/{pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None


class TemplateProcess:
    """A process that forks workers; they share what it is told to load."""

    def __init__(self) -> None:
        """Start it; it takes a tenth of a second to be ready, and commands wait for it."""
        self._control, theirs = pair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "govkg.graph.workers.template", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._lock = anyio.Lock()

    def alive(self) -> bool:
        """Say whether it runs."""
        return self._process.poll() is None

    async def load(self, folder: Path, *, dump: Path | None, columns: Path | None) -> None:
        """Open *columns*, and read the store of *folder* from the *dump* of its merge (N-Triples).

        Without a dump, workers open the store on disk.
        """
        command = {
            "command": "load",
            "folder": str(folder),
            "dump": str(dump) if dump else None,
            "columns": str(columns) if columns else None,
        }
        await self._command(Packet(command))

    async def fork(self, generation: int) -> WorkerProcess:
        """Give a new worker, marked with the *generation* of its template."""
        ours, theirs = pair()
        log = os.memfd_create("govkg-worker-errors")
        packet = Packet({"command": "fork"}, files=(theirs.fileno(), log))
        try:
            # A reply that nobody waits for would be taken for the next one's.
            with theirs, anyio.CancelScope(shield=True):
                reply = await self._command(packet)
        except ConnectionError:
            ours.close()
            os.close(log)
            raise
        return WorkerProcess(ours, reply, log, generation)

    async def _command(self, packet: Packet) -> Packet:
        async with self._lock:
            try:
                send(self._control, packet)
                await readable(self._control)
                reply = receive(self._control)
            except OSError as error:
                raise ConnectionError("the template process has ended") from error
        if reply is None:
            raise ConnectionError("the template process has ended")
        return reply

    async def retire(self) -> None:
        """End it, after the command that it is at; its workers go on with what they are doing."""
        with anyio.CancelScope(shield=True):
            async with self._lock:
                # In this order: a template that finds its socket closed ends its workers too.
                self._process.kill()
                self._process.wait()
                self._control.close()

    async def end(self) -> None:
        """End it and all of its workers."""
        with anyio.CancelScope(shield=True):
            async with self._lock:
                self._control.close()
                with anyio.move_on_after(_FAREWELL):
                    await anyio.to_thread.run_sync(self._process.wait, abandon_on_cancel=True)
                self._process.kill()
                self._process.wait()
