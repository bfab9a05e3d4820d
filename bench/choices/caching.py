"""What part of what is asked is found in memory, by how much memory there is."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from govkg.memory import BoundedMemory

SIZES: Final = tuple(2**power for power in range(22, 29))
"""Of memory, in bytes: 4 to 256 MiB."""
_REQUESTS: Final = 200_000


@dataclass(frozen=True, slots=True)
class Found:
    """The *part* of requests that was answered from a memory of so many bytes."""

    memory: int
    part: float


def measure_caching(documents: int, size: int) -> Iterator[Found]:
    """Ask for so many *documents* of *size* bytes as people do: half of what they ask is for few.

    The document in place n is asked for n times more rarely than the first (Zipf's law).
    """
    weights = list(accumulate(1 / place for place in range(1, documents + 1)))
    asked = random.Random(1).choices(range(documents), cum_weights=weights, k=_REQUESTS)
    for memory in SIZES:
        kept: BoundedMemory[bool] = BoundedMemory(memory)
        for document in asked:
            if kept.get(document) is None:
                kept.put(document, True, size)  # noqa: FBT003
        yield Found(memory, kept.hits / _REQUESTS)
