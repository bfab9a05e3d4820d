"""A second engine (DuckDB) for questions that scan: joins, counts and sums over columns.

The merged triples of a release, each term a number, sorted by predicate. `grammar` takes queries
that `translation` can say in SQL with exactly the same meaning; all others go to Oxigraph.
"""
