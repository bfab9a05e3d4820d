"""The IRIs that names in a query stand for."""

from collections.abc import Sequence

from pyoxigraph import QuerySolutions, Store


def resolve(prologue: str, names: Sequence[str], base_iri: str) -> list[str]:
    """Resolve IRIs and prefixed names as the engine does: by asking it; none if one is broken.

    >>> resolve("PREFIX e: <urn:e:>", ["e:a", "<b>"], "https://example.org/")
    ['urn:e:a', 'https://example.org/b']
    """
    if not names:
        return []
    columns = " ".join(f"({name} AS ?g{place})" for place, name in enumerate(names))
    try:
        solutions = Store().query(f"{prologue}\nSELECT {columns} {{}}", base_iri=base_iri)
    except (SyntaxError, ValueError):
        return []
    rows = list(solutions) if isinstance(solutions, QuerySolutions) else []
    return [str(row[f"g{place}"].value) for row in rows for place in range(len(names))]
