"""What a data file says something of, and where in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Self

from zlib_ng import zlib_ng

from govkg.validation.engine.packing import LEVEL
from govkg.validation.lines import subject_lines


class Subjects:
    """The IRIs that a file says something of, each with its line where that is known."""

    def __init__(self, packed: Callable[[], bytes]) -> None:
        """Read, when they are asked for, what `found` has *packed*."""
        self._packed = packed

    @classmethod
    def found(cls, statements: Iterable[bytes], text: str) -> Self:
        """Find them in the *statements* of a file, as N-Quads, and in its *text*."""
        places = dict(reversed(list(subject_lines(text))))
        subjects = {statement[: statement.index(b" ")] for statement in statements}
        iris = sorted(name[1:-1].decode() for name in subjects if name.startswith(b"<"))
        rows = "\n".join(f"{iri} {places.get(iri, '')}" for iri in iris)
        packed = zlib_ng.compress(rows.encode(), LEVEL)
        return cls(lambda: packed)

    def __reduce__(self) -> tuple[Callable[..., "Subjects"], tuple[bytes]]:
        """Travel to another process compressed."""
        return _arrived, (self.packed,)

    @property
    def packed(self) -> bytes:
        """Give them compressed."""
        return self._packed()

    def __iter__(self) -> Iterator[str]:
        """Give the IRIs."""
        return (row.partition(" ")[0] for row in self._rows())

    def places(self, wanted: AbstractSet[str]) -> Iterator[tuple[str, int | None]]:
        """Give those that are *wanted*, and their lines (from 1)."""
        for row in self._rows():
            iri, _, line = row.partition(" ")
            if iri in wanted:
                yield iri, int(line) if line else None

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Say whether *pattern* is found in the IRIs, each between a line's end and a space."""
        return pattern.search(f"\n{self._text()}") is not None

    def _rows(self) -> Sequence[str]:
        text = self._text()
        return text.split("\n") if text else []

    def _text(self) -> str:
        return zlib_ng.decompress(self._packed()).decode()


def _arrived(packed: bytes) -> Subjects:
    return Subjects(lambda: packed)
