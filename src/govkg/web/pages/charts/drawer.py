"""The process that draws: started when the first picture is asked for, and when it has ended."""

import json
import select
import subprocess
import sys
from contextlib import suppress
from threading import Lock
from typing import Final, Protocol

_COMMAND: Final = (sys.executable, "-m", "govkg.web.pages.charts.drawing")
_PATIENCE: Final = 10.0
"""Seconds to wait for a picture: on a busy machine the first one takes two."""


class Drawer(Protocol):
    """Draws charts."""

    def draw(self, specification: str) -> str:
        """Draw a Vega-Lite *specification*, which is JSON, as SVG.

        Raises:
            OSError: nobody draws.
            ValueError: the specification cannot be drawn, or not in time.
        """

    def close(self) -> None:
        """Draw no more; who waits for a picture gets none, nor does who comes later."""


class OwnDrawer(Drawer):
    """Draws in a process of its own, one picture at a time."""

    def __init__(self) -> None:
        """Draw nothing yet."""
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def draw(self, specification: str) -> str:
        """Draw a *specification*, as `Drawer` says."""
        with self._lock:
            line = self._ask(specification)
        drawn: str | None = json.loads(line)
        if drawn is None:
            raise ValueError("nothing was drawn")
        return drawn

    def close(self) -> None:
        """End the process."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            self._end()

    def _ask(self, specification: str) -> bytes:
        if self._closed:
            raise OSError("closed")
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise OSError("no pipes")
        process.stdin.write(specification.encode() + b"\n")
        process.stdin.flush()
        if not select.select([process.stdout], [], [], _PATIENCE)[0]:
            process.kill()
            self._end()
            raise ValueError("the picture took too long")
        return process.stdout.readline()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.stdin is not None and process.stdout is not None:
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.stdout.close()
            process.wait()
