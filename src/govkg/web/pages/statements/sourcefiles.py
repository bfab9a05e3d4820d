"""Source files that are at hand: found by their SHA-256, whatever their names."""

import hashlib
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

_LARGEST: Final = 16 * 1024**2
"""Bytes from which a file is not looked at."""


class SourceFiles:
    """The files of one folder."""

    def __init__(self, folder: Path | None) -> None:
        """Look in *folder*, where there is one."""
        self._folder = folder
        self._seen: dict[tuple[str, int, int], str] = {}
        self._lock = Lock()
        self._text = lru_cache(maxsize=32)(_read)

    def text(self, sha256: str) -> str | None:
        """Give the text of the file with this checksum, its characters as offsets count them."""
        with self._lock:
            path = self._find(sha256)
        return self._text(path, sha256) if path is not None else None

    def _find(self, sha256: str) -> Path | None:
        if self._folder is None or not self._folder.is_dir():
            return None
        for path in sorted(self._folder.iterdir()):
            if not path.is_file():
                continue
            facts = path.stat()
            key = (path.name, facts.st_size, facts.st_mtime_ns)
            if facts.st_size <= _LARGEST and key not in self._seen:
                self._seen[key] = hashlib.sha256(path.read_bytes()).hexdigest()
            if self._seen.get(key) == sha256:
                return path
        return None


def _read(path: Path, sha256: str) -> str | None:
    body = path.read_bytes()
    if hashlib.sha256(body).hexdigest() != sha256:
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None
