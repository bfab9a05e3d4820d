"""Write statements so that the same ones give the same bytes, with no prefix that is not used."""

from collections.abc import Collection, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from govkg.vocabulary import PREFIXES


def write_statements(statements: Collection[Triple] | Collection[Quad], codec: RdfFormat) -> bytes:
    """Write triples, or quads where the format has graphs, in their order."""
    prefixes = _used_prefixes(statements)
    body = serialize(statements, format=codec, prefixes=prefixes) or b""
    return _sort_prefixes(body) if codec in {RdfFormat.TURTLE, RdfFormat.TRIG} else body


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


def _sort_prefixes(body: bytes) -> bytes:
    """Put the prefixes in order: the codec's depends on a hash."""
    lines = body.splitlines(keepends=True)
    prefixes = sorted(line for line in lines if line.startswith(b"@prefix "))
    rest = lines[len(prefixes) :]
    return b"".join([*prefixes, b"\n", *rest]) if prefixes else body
