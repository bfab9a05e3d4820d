"""Count what a dataset is made of, from the columns of its merge."""

from pathlib import Path
from typing import Final

import duckdb

from govkg.graph.columns.building import DATABASE
from govkg.graph.columns.terms import TERMS, Terms
from govkg.release.files.statistics import FREQUENT, LINKED, Statistics, frequent
from govkg.vocabulary import RDF

_COUNTED: Final = """
CREATE TEMP TABLE subject AS SELECT DISTINCT s AS id FROM triple;
CREATE TEMP TABLE pair AS SELECT p, o, count(*) AS triples FROM triple GROUP BY ALL;
CREATE TEMP TABLE object AS SELECT o, sum(triples)::BIGINT AS triples FROM pair GROUP BY ALL;
"""
"""What all triples are gone through for, once; there are many less of these."""
_SIZES: Final = """
SELECT (SELECT count(*) FROM triple), (SELECT count(*) FROM subject), (SELECT count(*) FROM object)
"""
_ENTITIES: Final = """
SELECT count(DISTINCT split_part(text, '#', 1)) FROM term JOIN subject USING (id)
WHERE kind = 0 AND starts_with(text, ?)
"""
_PROPERTIES: Final = """
SELECT text, triples FROM predicate JOIN term USING (id) ORDER BY text
"""
_CLASSES: Final = """
SELECT text, triples FROM pair JOIN term ON id = o
WHERE kind = 0 AND p = (SELECT id FROM term WHERE kind = 0 AND text = ?) ORDER BY ALL
"""
_LINKS: Final = """
SELECT property.text, sum(triples)::BIGINT FROM pair
JOIN term target ON target.id = o JOIN term property ON property.id = p
WHERE target.kind = 0 AND starts_with(target.text, ?) GROUP BY ALL ORDER BY ALL
"""
_FREQUENT: Final = """
SELECT NULL, o, triples FROM object WHERE triples >= $often
UNION ALL SELECT p, o, triples FROM pair WHERE triples >= $often
"""


def count_statements(columns: Path, base_iri: str) -> Statistics:
    """Count what a merge in *columns* says."""
    terms = Terms(columns / TERMS)
    with duckdb.connect(columns / DATABASE, read_only=True) as database:
        database.execute(_COUNTED)

        def rows(query: str, *values: str) -> dict[str, int]:
            return dict(database.execute(query, values).fetchall())

        sizes = database.execute(_SIZES).fetchone() or (0, 0, 0)
        entities = database.execute(_ENTITIES, [base_iri]).fetchone() or (0,)
        links = {namespace: rows(_LINKS, namespace) for namespace in sorted(LINKED)}
        found = database.execute(_FREQUENT, {"often": FREQUENT}).fetchall()
        counts = {
            (
                None if predicate is None else terms[predicate][1:-1].decode(),
                terms[target].decode(),
            ): triples
            for predicate, target, triples in found
        }
        return Statistics(
            triples=sizes[0],
            entities=entities[0],
            subjects=sizes[1],
            objects=sizes[2],
            properties=rows(_PROPERTIES),
            classes=rows(_CLASSES, f"{RDF}type"),
            links={namespace: counts for namespace, counts in links.items() if counts},
            frequent=tuple(frequent(counts)),
        )
