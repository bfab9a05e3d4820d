"""What names in a query stand for."""

from collections.abc import Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store, Triple

Term = NamedNode | BlankNode | Literal | Triple


def resolve(prologue: str, texts: Sequence[str], base_iri: str) -> list[Term]:
    """Give the terms that IRIs, prefixed names and literals stand for; none if one is broken.

    The engine itself is asked.

    >>> resolve("PREFIX e: <urn:e:>", ["e:a", "<b>"], "https://example.org/")
    [<NamedNode value=urn:e:a>, <NamedNode value=https://example.org/b>]
    """
    if not texts:
        return []
    columns = " ".join(f"({text} AS ?c{place})" for place, text in enumerate(texts))
    try:
        solutions = Store().query(f"{prologue}\nSELECT {columns} {{}}", base_iri=base_iri)
    except (SyntaxError, ValueError):
        return []
    if not isinstance(solutions, QuerySolutions):
        return []
    (row,) = solutions
    found = [row[place] for place in range(len(texts))]
    return [] if None in found else found
