"""Loading modules without looking for garbage among what they make.

All of it stays; to look through it again and again takes a tenth of the time that loading takes.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load modules within this; what is there at its end is never looked at again."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
