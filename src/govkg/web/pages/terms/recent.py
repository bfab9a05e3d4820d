"""What was made lately and is likely to be wanted again."""

from collections.abc import Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Recent(Generic[K, T]):
    """Items by name, at most twice *size* of them: what was not used for long goes.

    For many threads at once, without a lock: the worst that can happen is that something is made
    once more.
    """

    def __init__(self, size: int) -> None:
        """Keep nothing yet."""
        self._size: Final = size
        self._new: dict[K, T] = {}
        self._old: dict[K, T] = {}

    def get(self, name: K) -> T | None:
        """Give what is kept under *name*."""
        item = self._new.get(name)
        if item is None:
            item = self._old.get(name)
            if item is not None:
                self.put(name, item)
        return item

    def put(self, name: K, item: T) -> None:
        """Keep *item*; where there is no room, what was not used since there last was none goes."""
        if len(self._new) >= self._size:
            self._old, self._new = self._new, {}
        self._new[name] = item
