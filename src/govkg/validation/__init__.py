"""Shapes and rules over a graph: the only room that knows rdflib and pySHACL."""
