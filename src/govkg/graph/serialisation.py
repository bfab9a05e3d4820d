"""Write statements so that the same ones give the same bytes, with no prefix that is not used."""

from collections.abc import Collection

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from govkg.vocabulary import PREFIXES


def write_triples(triples: Collection[Triple], codec: RdfFormat) -> bytes:
    """Write *triples*, in their order, in an RDF format."""
    return write_statements(triples, codec)


def write_statements(statements: Collection[Triple | Quad], codec: RdfFormat) -> bytes:
    """Write triples or quads, in their order, in an RDF format."""
    prefixes = _used_prefixes(statements)
    body = serialize(statements, format=codec, prefixes=prefixes) or b""  # type: ignore[arg-type]  # either kind
    return _sort_prefixes(body) if codec in (RdfFormat.TURTLE, RdfFormat.TRIG) else body


def _used_prefixes(triples: Collection[Triple | Quad]) -> dict[str, str]:
    iris = {iri for triple in triples for iri in _iris(triple)}
    return {
        prefix: namespace
        for prefix, namespace in PREFIXES.items()
        if any(iri.startswith(namespace) for iri in iris)
    }


def _iris(triple: Triple | Quad) -> set[str]:
    terms = (triple.subject, triple.predicate, triple.object)
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    if isinstance(triple.object, Literal):
        iris.add(triple.object.datatype.value)
    return iris


def _sort_prefixes(body: bytes) -> bytes:
    """Put the prefixes in order: the codec's depends on a hash."""
    lines = body.splitlines(keepends=True)
    prefixes = sorted(line for line in lines if line.startswith(b"@prefix "))
    rest = lines[len(prefixes) :]
    return b"".join([*prefixes, b"\n", *rest]) if prefixes else body
