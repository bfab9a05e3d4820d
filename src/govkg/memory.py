"""What was made before and can be given again, for as long as there is room."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_SHARE: Final = 8
"""One item may take this fraction of the memory."""


class BoundedMemory(Generic[T]):
    """Items by a key that says all that they depend on; the least recently used go first.

    *size* is what they take now, in bytes; *hits* and *misses* count what was asked for. Used from
    any thread.
    """

    def __init__(self, size: int) -> None:
        """Keep items of at most *size* bytes together."""
        self._limit = size
        self.size = 0
        self.hits = 0
        self.misses = 0
        self._items: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        """Give the item kept under *key*."""
        with self._lock:
            found = self._items.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            self._items.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, item: T, size: int) -> None:
        """Keep *item*, of *size* bytes, unless it is too large."""
        with self._lock:
            if size > self._limit // _SHARE or key in self._items:
                return
            self._items[key] = item, size
            self.size += size
            while self.size > self._limit:
                _, (_, freed) = self._items.popitem(last=False)
                self.size -= freed
