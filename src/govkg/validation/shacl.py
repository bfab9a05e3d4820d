"""Validate a graph of data, vocabularies and ontology against shapes.

pySHACL is the reference. Where nothing in the shapes asks for it, what it would find is found
faster: core constraints by a library in Rust, each query once for all focus nodes.
"""

from collections.abc import Iterable

from pyoxigraph import Store, Triple

from govkg.validation.engine.core import Core, write_triples
from govkg.validation.engine.data import Data
from govkg.validation.engine.packing import written
from govkg.validation.engine.prebinding import are_set_based
from govkg.validation.engine.queries import ask
from govkg.validation.engine.reference import validate_plainly
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.findings import Finding, distinct


class Validator:
    """A shapes graph, made ready to validate any number of graphs."""

    def __init__(self, shapes: Iterable[Triple]) -> None:
        """Compile *shapes*.

        Raises:
            UnreadableError: they are no valid SHACL.
        """
        self._graph = ShapesGraph(shapes)
        self._core = Core(self._graph) if are_set_based(self._graph) else None

    def validate(self, data: Iterable[Triple]) -> list[Finding]:
        """Validate *data* (SHACL, section 3).

        Raises:
            UnreadableError: the shapes are no valid SHACL.
        """
        return distinct(self.results(data))

    def results(self, data: Iterable[Triple]) -> list[Finding]:
        """Give every single result that the standard asks for.

        Raises:
            UnreadableError: the shapes are no valid SHACL.
        """
        graph, triples = self._graph, list(data)
        if self._core is None:
            return validate_plainly(triples, graph)
        with written([write_triples(triples).encode()]) as file:
            findings = self._core.check(file)
            if graph.constraints:
                store = Store()
                store.bulk_load(path=file)
                asked = Data(store)
                for constraint in graph.constraints:
                    findings += ask(graph, constraint, asked)
        return findings
