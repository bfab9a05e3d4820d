"""A Linked Data Event Stream (LDES with TREE) of all versions of all entities.

Versions are numbered as they come. A page holds those of a fixed span of numbers, a node the pages
of a fixed span; so a full one never changes, whatever is published later.
"""
