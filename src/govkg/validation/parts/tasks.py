"""The units of work: values in, values out, so that any process on any machine can do them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store, Triple, parse

from govkg.validation.engine.core import Core
from govkg.validation.engine.data import Data
from govkg.validation.engine.naming import has_blank_nodes
from govkg.validation.engine.packing import Packed, unpack, written
from govkg.validation.engine.queries import ask
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.findings import Finding
from govkg.validation.parts.part import Part

_KEPT: Final = 4


@dataclass(frozen=True, slots=True)
class Task:
    """Check some data against *shapes*: by *core*, and by the *queries* named.

    The data is *parts*, and *beside* them packed N-Triples. *queries* are numbers of the shapes
    graph's constraints; with ``None``, pySHACL checks all. Results at other nodes than *homes* are
    left out; with ``None``, none is.
    """

    shapes: str
    parts: tuple[Part, ...] = ()
    beside: Packed = ()
    homes: frozenset[str] | None = None
    queries: tuple[int, ...] | None = None
    core: bool = True

    @property
    def data(self) -> Iterator[bytes]:
        """All of it as N-Triples, a piece at a time."""
        yield from (part.triples for part in self.parts)
        yield from unpack(self.beside)


def run(task: Task) -> list[Finding]:
    """Do a task.

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    found = _by_reference(task) if task.queries is None else _by_engines(task, task.queries)
    if task.homes is None:
        return found
    return [finding for finding in found if finding.focus_node in task.homes]


def _by_reference(task: Task) -> list[Finding]:
    from govkg.validation.engine.reference import validate_plainly

    text = b"".join(task.data).decode()
    return validate_plainly(read_triples(text), read_graph(task.shapes))


def _by_engines(task: Task, queries: tuple[int, ...]) -> list[Finding]:
    graph = read_graph(task.shapes)
    with written(task.data) as file:
        found = _compiled(task.shapes).check(file) if task.core else []
        if queries:
            data = Data(_loaded(file))
            for number in queries:
                found += ask(graph, graph.constraints[number], data)
    return found


@lru_cache(maxsize=_KEPT)
def read_graph(shapes: str) -> ShapesGraph:
    """Read shapes that are written as N-Triples; whoever asks again gets the same."""
    return ShapesGraph(read_triples(shapes))


@lru_cache(maxsize=_KEPT)
def _compiled(shapes: str) -> Core:
    return Core(read_graph(shapes))


def _loaded(file: Path) -> Store:
    store = Store()
    if has_blank_nodes(file):  # a store that parses by itself gives them other names
        store.bulk_extend(parse(path=file, format=RdfFormat.N_TRIPLES))
    else:  # lenient, since all of it was parsed before
        store.load(path=file, format=RdfFormat.N_TRIPLES, lenient=True)
    return store


def read_triples(lines: str) -> list[Triple]:
    """Read N-Triples."""
    return [quad.triple for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
