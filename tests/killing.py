"""Commands that are killed where a test says, each in a process of its own."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from govkg.publish.publication import publish_project
from govkg.settings import read_project

# Processes are forked from one that has loaded everything and has no threads.
_CONTEXT: Final = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["killing", "govkg.publish.checking", "govkg.validation.shacl"])

_BOUNDARIES: Final = frozenset(
    {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}
)
_WRITING: Final = os.O_WRONLY | os.O_RDWR


def publish(folder: Path) -> None:
    """Publish the project in *folder*, whatever vanishes."""
    publish_project(read_project(folder), allow_shrink=True)


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, and in which folder; *boundary* is where it is killed, counted from 1."""

    function: Callable[[Path], object]
    folder: Path
    boundary: int = 0


def count_boundaries(command: Command) -> int:
    """Run a command to its end, and count how often it changed a name or opened a file to write."""
    receiver, sender = _CONTEXT.Pipe(duplex=False)
    process = _CONTEXT.Process(target=_counted, args=(command, sender))
    process.start()
    sender.close()
    count: int = receiver.recv()
    process.join()
    return count


def run_killed(command: Command) -> bool:
    """Run a command until it is killed just before its boundary; say whether it was."""
    process = start(command)
    process.join()
    return process.exitcode == -signal.SIGKILL


def start(command: Command) -> multiprocessing.context.ForkServerProcess:
    """Start a command; whoever does ends it."""
    process = _CONTEXT.Process(target=_run, args=(command,))
    process.start()
    return process


def _counted(command: Command, sender: Any) -> None:
    seen = _watch(command.folder, 0)
    command.function(command.folder)
    sender.send(len(seen))


def _run(command: Command) -> None:
    if command.boundary:
        _watch(command.folder, command.boundary)
    command.function(command.folder)


def _watch(folder: Path, boundary: int) -> list[str]:
    """Listen to what Python does with files in *folder*; die at the *boundary*."""
    seen: list[str] = []
    inside = str(folder / "releases")

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
        if (writes or event in _BOUNDARIES or event == "sqlite3.connect") and inside in str(
            arguments[0]
        ):
            seen.append(event)
            if len(seen) == boundary:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)
    return seen
