"""Read from the shapes how pages name, order and group properties."""

from collections.abc import Iterable
from typing import Final

from pyoxigraph import Quad, QuerySolution, QuerySolutions, Store

from govkg.graph.store import merged
from govkg.release.presentation import Group, Presentation, Property
from govkg.vocabulary import RDFS, SH

_NAMES: Final = f"""
PREFIX sh: <{SH}>
SELECT ?path ?name ?order ?group {{
  ?shape sh:path ?path ; sh:name ?name .
  OPTIONAL {{ ?shape sh:order ?order }}
  OPTIONAL {{ ?shape sh:group ?group }}
  FILTER(isIRI(?path))
}} ORDER BY ?path COALESCE(?order, 1000) ?shape ?name
"""
_GROUPS: Final = f"""
PREFIX sh: <{SH}>
PREFIX rdfs: <{RDFS}>
SELECT ?group ?label ?order {{
  ?group a sh:PropertyGroup ; rdfs:label ?label .
  OPTIONAL {{ ?group sh:order ?order }}
}} ORDER BY ?group ?label
"""
_LAST: Final = 1000.0


def read_layout(shapes: Iterable[Quad]) -> Presentation:
    """Give the presentation that *shapes* (quads) ask for; the first shape of a property wins."""
    store = Store()
    store.bulk_extend(merged(shapes))
    groups: dict[str, Group] = {}
    for row in _rows(store, _GROUPS):
        iri = row["group"].value
        known = groups.get(iri)
        labels = {
            **(known.labels if known else {}),
            row["label"].language or "": row["label"].value,
        }
        groups[iri] = Group(iri=iri, labels=labels, order=_order(row))
    properties: dict[str, Property] = {}
    for row in _rows(store, _NAMES):
        iri, name = row["path"].value, row["name"]
        known_property = properties.get(iri)
        names = dict(known_property.names) if known_property else {}
        names.setdefault(name.language or "", name.value)
        group = groups.get(row["group"].value) if row["group"] else None
        properties[iri] = Property(
            names=names,
            order=known_property.order if known_property else _order(row),
            group=known_property.group if known_property else group,
        )
    return Presentation(properties=properties)


def _rows(store: Store, query: str) -> list[QuerySolution]:
    solutions = store.query(query)
    return list(solutions) if isinstance(solutions, QuerySolutions) else []


def _order(row: QuerySolution) -> float:
    return float(row["order"].value) if row["order"] else _LAST
