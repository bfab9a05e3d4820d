"""Write statements so that the same ones give the same bytes, with no prefix that is not used."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from govkg.vocabulary import PREFIXES

DECLARED: Final = b"@prefix "
_LONGEST: Final = max(map(len, PREFIXES))
_TEXT: Final = frozenset({RdfFormat.TURTLE, RdfFormat.TRIG})
_PLAIN: Final = frozenset({RdfFormat.N_TRIPLES, RdfFormat.N_QUADS})


def write_statements(statements: Collection[Triple] | Collection[Quad], codec: RdfFormat) -> bytes:
    """Write triples, or quads where the format has graphs, in their order."""
    if codec in _PLAIN:
        return serialize(statements, format=codec) or b""
    if codec in _TEXT:
        return _declare_used(serialize(statements, format=codec, prefixes=PREFIXES) or b"")
    return serialize(statements, format=codec, prefixes=_used_prefixes(statements)) or b""


def split_declarations(text: bytes) -> tuple[list[bytes], bytes]:
    r"""Part the lines that declare prefixes, at the beginning of Turtle or TriG, from the rest.

    >>> split_declarations(b"@prefix e: <urn:> .\ne:a e:b e:c .\n")
    ([b'@prefix e: <urn:> .\n'], b'e:a e:b e:c .\n')
    """
    start = 0
    while text.startswith(DECLARED, start):
        start = text.index(b"\n", start) + 1
    return text[:start].splitlines(keepends=True), text[start:]


def _declare_used(text: bytes) -> bytes:
    """Keep the declarations that are needed, in order: the codec's depends on a hash.

    To look for a prefix in the text is quicker than to look at every term. It is looked for in what
    stands before colons, each once, since documents say the same again and again.
    """
    declarations, rest = split_declarations(text)
    before = b": ".join({piece[-_LONGEST:] for piece in rest.split(b":")[:-1]}) + b":"
    used = sorted([line for line in declarations if _declared(line) in before])
    return b"".join([*used, b"\n", rest]) if used else rest


@lru_cache(maxsize=len(PREFIXES))  # the same lines in every document
def _declared(line: bytes) -> bytes:
    """Give the prefix that a *line* declares, with its colon."""
    return line.split(b" ", 2)[1]


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
