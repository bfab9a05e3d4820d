"""Read releases once before they are served, each in a thread of its own."""

from concurrent.futures import Future, wait
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from govkg.errors import ReleaseError
from govkg.release.layout import Layout
from govkg.release.verification.checksums import check_whole

_PATIENCE: Final = 0.3
"""Seconds to wait for a verdict before going on without; small releases take less."""
_SMALL: Final = 200_000_000
"""Bytes up to which it is waited for: to read more takes longer than that."""


class Inspector:
    """Remembers its verdicts: a folder never changes, and what is mended is another folder."""

    def __init__(self) -> None:
        """Begin without any verdict."""
        self._lock = Lock()
        self._verdicts: dict[tuple[Path, int], Future[None]] = {}

    def check(self, layout: Layout) -> bool:
        """Say whether a release was read and found whole; ``False`` while it is being read.

        The first call for a small release waits a moment, others do not.

        Raises:
            ReleaseError: it is damaged, or not there.
        """
        try:
            key = layout.folder, layout.folder.stat().st_ino
        except OSError as error:
            raise ReleaseError(f"{layout.folder}: {error.strerror}") from error
        with self._lock:
            known = key in self._verdicts
            verdict = self._verdicts.setdefault(key, Future())
        if not known:
            Thread(target=_inspect, args=(layout, verdict), daemon=True).start()
            if _is_small(layout):
                wait([verdict], timeout=_PATIENCE)
        if not verdict.done():
            return False
        verdict.result()
        return True


def _is_small(layout: Layout) -> bool:
    try:
        return sum(path.stat().st_size for path in layout.folder.rglob("*")) <= _SMALL
    except OSError:  # whoever reads it tells what is wrong
        return True


def _inspect(layout: Layout, verdict: Future[None]) -> None:
    try:
        check_whole(layout)
    except ReleaseError as error:
        verdict.set_exception(error)
    except OSError as error:
        verdict.set_exception(ReleaseError(f"{layout.folder}: {error}"))
    else:
        verdict.set_result(None)
