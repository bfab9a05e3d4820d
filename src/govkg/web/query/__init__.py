"""SPARQL over HTTP."""
