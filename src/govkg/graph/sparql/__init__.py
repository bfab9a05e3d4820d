"""SPARQL: a query looked at, placed, evaluated."""
