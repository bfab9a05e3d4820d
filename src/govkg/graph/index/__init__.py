"""A small SQLite index beside the store: what it answers, a triple store can only find by a scan.

The members of a class, labels; statements with their figures and what they can be chosen by; words,
in whatever script.
"""

from govkg.graph.index.labels import LABEL_PROPERTIES
from govkg.graph.index.making.building import PROPERTIES, build_index
from govkg.graph.index.opening import Index
from govkg.graph.index.resources import Label

__all__ = ["LABEL_PROPERTIES", "PROPERTIES", "Index", "Label", "build_index"]
