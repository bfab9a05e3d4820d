"""Pages of a triple pattern, by their place among its matches: the last costs what the first does.

Triples stand sorted by predicate, subject and object. So all matches of a predicate are a range of
rows, and a page of them a part of it that nothing need be passed over for.
"""

from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Triple, parse

from govkg.graph.columns.catalogue import Catalogue
from govkg.graph.sparql.names import Term

_RANGE: Final = "SELECT s, p, o FROM triple WHERE rowid >= $start AND rowid < $end"
_SOME: Final = f"{_RANGE} AND o = $object LIMIT $limit OFFSET $offset"


class ColumnPages:
    """Gives pages of what matches a predicate, an object, both or neither; from any thread."""

    def __init__(self, folder: Path) -> None:
        """Open the columns in *folder*.

        Raises:
            OSError: they are not there.
        """
        self._catalogue = Catalogue(folder)
        sizes = self._catalogue.sizes
        ends = [0, *accumulate(sizes.values())]
        self._all = (0, ends[-1])
        self._ranges = dict(zip(sizes, pairwise(ends), strict=True))

    def page(
        self, predicate: Term | None, target: Term | None, *, offset: int, limit: int
    ) -> list[Triple]:
        """Give *limit* matches of a *predicate* and an object, each if given, behind *offset*."""
        start, end = self._range(predicate)
        values: dict[str, int] = {"start": start, "end": end}
        if target is None:
            values = {"start": start + offset, "end": min(start + offset + limit, end)}
        else:
            values |= {"object": self._catalogue.number(target), "limit": limit, "offset": offset}
        # A cursor is a connection of its own: threads cannot share one.
        with self._catalogue.database.cursor() as cursor:
            rows = cursor.execute(_RANGE if target is None else _SOME, values).fetchall()
        terms = self._catalogue.terms
        lines = b"".join(b"%s %s %s .\n" % tuple(map(terms.__getitem__, row)) for row in rows)
        return [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]

    def _range(self, predicate: Term | None) -> tuple[int, int]:
        if predicate is None:
            return self._all
        return self._ranges.get(self._catalogue.number(predicate), (0, 0))
