"""Write statements so that the same ones give the same bytes, with no prefix that is not used."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from govkg.vocabulary import PREFIXES

DECLARED: Final = b"@prefix "
JOINED: Final = frozenset({RdfFormat.N_TRIPLES, RdfFormat.TURTLE})
"""Formats of which passages about different subjects stand one behind the other."""

_LONGEST: Final = max(map(len, PREFIXES))
_TEXT: Final = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG})
_PLAIN: Final = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})
_BITS: Final = [(f"{prefix}:".encode(), 1 << at) for at, prefix in enumerate(PREFIXES)]
"""Each prefix with its colon, and the bit that stands for it."""


class Passage(NamedTuple):
    """A part of a text without its declarations; the bits of *prefixes* say which it needs."""

    text: bytes
    prefixes: int = 0


def write_statements(statements: Collection[Triple] | Collection[Quad], codec: RdfFormat) -> bytes:
    """Write triples, or quads where the format has graphs, in their order."""
    if codec in _TEXT or codec in _PLAIN:
        return join_passages([_passage(statements, codec)])
    return serialize(statements, format=codec, prefixes=_used_prefixes(statements)) or b""


def write_passage(lines: Iterable[bytes], codec: RdfFormat) -> Passage:
    """Write what *lines* of N-Triples say as a part of a text in one of the `JOINED` formats."""
    return _passage(parse(b"".join(lines), RdfFormat.N_TRIPLES, lenient=True), codec)


def write_name(labels: Sequence[Triple], codec: RdfFormat) -> Passage:
    """Write the *labels* of one resource so; a codec takes longer to hear of prefixes than that."""
    return _passage(labels, codec, _used_prefixes(labels))


def join_passages(passages: Collection[Passage]) -> bytes:
    """Put *passages* together, behind the declarations that they need."""
    needed = 0
    for passage in passages:
        needed |= passage.prefixes
    return b"".join([_declare(needed), *[passage.text for passage in passages]])


def split_declarations(text: bytes) -> tuple[list[bytes], bytes]:
    r"""Part the lines that declare prefixes, at the beginning of Turtle or TriG, from the rest.

    >>> split_declarations(b"@prefix e: <urn:> .\ne:a e:b e:c .\n")
    ([b'@prefix e: <urn:> .\n'], b'e:a e:b e:c .\n')
    """
    start = 0
    while text.startswith(DECLARED, start):
        start = text.index(b"\n", start) + 1
    return text[:start].splitlines(keepends=True), text[start:]


def _passage(
    statements: Iterable[Triple] | Iterable[Quad],
    codec: RdfFormat,
    prefixes: dict[str, str] = PREFIXES,
) -> Passage:
    if codec in _PLAIN:
        return Passage(serialize(statements, format=codec) or b"")
    text = serialize(statements, format=codec, prefixes=prefixes) or b""
    rest = text[_length(tuple(prefixes)) :]  # all are declared, whatever the text needs
    # To look for a prefix in the text is quicker than to look at every term. It is looked for in
    # what stands before colons, each once, since documents say the same again and again.
    before = b": ".join({piece[-_LONGEST:] for piece in rest.split(b":")[:-1]}) + b":"
    return Passage(rest, sum([bit for prefix, bit in _BITS if prefix in before]))


@lru_cache(maxsize=256)
def _length(prefixes: tuple[str, ...]) -> int:
    return sum(len(_declaration(prefix)) for prefix in prefixes)


@lru_cache(maxsize=1024)  # documents of one kind need the same
def _declare(needed: int) -> bytes:
    """Declare the prefixes that are *needed*, in order: the codec's depends on a hash."""
    prefixes = [prefix for at, prefix in enumerate(PREFIXES) if needed >> at & 1]
    return b"".join([*sorted(map(_declaration, prefixes)), b"\n"]) if prefixes else b""


def _declaration(prefix: str) -> bytes:
    return DECLARED + f"{prefix}: <{PREFIXES[prefix]}> .\n".encode()


def _used_prefixes(statements: Collection[Triple] | Collection[Quad]) -> dict[str, str]:
    used = set().union(*map(_prefixes_of, set(_iris(statements))))
    return {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix in used}


@lru_cache(maxsize=4096)
def _prefixes_of(iri: str) -> frozenset[str]:
    return frozenset(prefix for prefix, space in PREFIXES.items() if iri.startswith(space))


def _iris(statements: Collection[Triple] | Collection[Quad]) -> Iterator[str]:
    for statement in statements:
        for term in (statement.subject, statement.predicate, statement.object):
            if isinstance(term, NamedNode):
                yield term.value
            elif isinstance(term, Literal):
                yield term.datatype.value
