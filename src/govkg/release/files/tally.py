"""Count how many different things there are, and which are many, in little memory."""

from array import array
from collections import Counter
from collections.abc import Hashable
from typing import Final

_PARTS: Final = 64


class Tally:
    """Keeps of each thing that is added only its hash of eight bytes.

    Two different things that have the same one count as one: among twenty million, the chance of
    that is one in a hundred thousand.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts = [array("q") for _ in range(_PARTS)]

    def add(self, item: Hashable) -> None:
        """Count *item*."""
        number = hash(item)
        self._parts[number % _PARTS].append(number)

    def distinct(self) -> int:
        """Give how many different things were added."""
        return sum(len(set(part)) for part in self._parts)

    def hashes_from(self, number: int) -> set[int]:
        """Give the hashes of what was added *number* times or more."""
        return {
            item for part in self._parts for item, times in Counter(part).items() if times >= number
        }
