"""What each level of compression costs and saves, for a page and for a dump."""

import gzip
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final

LEVELS: Final = range(1, 10)
_ROUNDS: Final = 5


@dataclass(frozen=True, slots=True)
class Packed:
    """A *level* of gzip: milliseconds of the processor, and the part of the size that is left."""

    name: str
    level: int
    milliseconds: float
    left: float


def measure_packing(texts: dict[str, bytes]) -> Iterator[Packed]:
    """Pack each of *texts* at every level."""
    for name, text in texts.items():
        for level in LEVELS:
            taken, size = [], 0
            for _ in range(_ROUNDS):
                begin = time.process_time()
                size = len(gzip.compress(text, level))
                taken.append(time.process_time() - begin)
            yield Packed(name, level, median(taken) * 1000, size / len(text))
