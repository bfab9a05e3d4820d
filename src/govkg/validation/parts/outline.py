"""What must be known of a part that is not read: hashes of what it describes and points at."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from xxhash import xxh3_64_intdigest as _hash

from govkg.validation.parts.part import Part

_UNSIGNED: Final = "Q"


@dataclass(frozen=True, slots=True)
class Directions:
    """Properties, as N-Triples writes them, by how the rules go along them.

    *witnessed* are those whose values are targets: it matters that there is one, not which.
    """

    forward: frozenset[str]
    backward: frozenset[str]
    witnessed: frozenset[str]

    @property
    def pointing(self) -> frozenset[str]:
        """Those whose values are looked at from the other end."""
        return self.backward | self.witnessed


class Pairs:
    """Hashes, each with another that belongs to it, in sixteen bytes."""

    __slots__ = ("_numbers",)

    def __init__(self, numbers: "array[int]") -> None:
        """Take *numbers*, the one and the other by turns."""
        self._numbers = numbers

    @classmethod
    def of(cls, pairs: Mapping[int, int]) -> "Pairs":
        """Take the items of *pairs*."""
        return cls(hashes(number for pair in pairs.items() for number in pair))

    @classmethod
    def read(cls, packed: bytes) -> "Pairs":
        """Read what `write` wrote."""
        return cls(hashes(packed))

    def write(self) -> bytes:
        """Write them one after the other."""
        return self._numbers.tobytes()

    @property
    def firsts(self) -> "array[int]":
        """The first of each pair, all different."""
        return self._numbers[::2]

    @property
    def seconds(self) -> "array[int]":
        """The second of each pair."""
        return self._numbers[1::2]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Go through the pairs."""
        return zip(self.firsts, self.seconds, strict=True)


@dataclass(frozen=True, slots=True)
class Outline:
    """Hashes: of each node described what is said of it, of each edge its value.

    *edges* are those that can be followed backwards, *targets* stand for all that make their value
    a target in one way.
    """

    nodes: Pairs
    edges: Pairs
    targets: Pairs


def hash_of(*terms: str) -> int:
    """Hash terms, the same in every process; two that collide only cost a look too many."""
    return _hash(" ".join(terms).encode())


def outlines_of(parts: Iterable[Part], directions: Directions) -> list[Outline]:
    """Read *parts*, each once."""
    backward, witnessed = (
        frozenset(name.encode() for name in names)
        for names in (directions.backward, directions.witnessed)
    )
    return [_outline(part, backward, witnessed) for part in parts]


def _outline(part: Part, backward: frozenset[bytes], witnessed: frozenset[bytes]) -> Outline:
    """Hash what is encoded: the same as `hash_of` of its terms, in two thirds of the time."""
    said: dict[bytes, list[bytes]] = defaultdict(list)
    edges: dict[int, int] = {}
    targets: dict[int, int] = {}
    for statement in part.encoded:
        subject, predicate, value = statement.split(b" ", 2)
        said[subject].append(statement)
        if predicate in backward:
            edges[_hash(statement)] = _hash(value)
        elif predicate in witnessed:
            targets[_hash(predicate + b" " + value)] = _hash(value)
    nodes = {_hash(node): _hash(b" ".join(sorted(set(texts)))) for node, texts in said.items()}
    return Outline(Pairs.of(nodes), Pairs.of(edges), Pairs.of(targets))


def hashes(numbers: Iterable[int] | bytes) -> "array[int]":
    """Hold hashes in eight bytes each; from what `array.tobytes` gave, too."""
    return array(_UNSIGNED, numbers)
