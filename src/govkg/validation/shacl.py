"""Validate a graph of data, vocabularies and ontology against shapes.

pySHACL is the reference. Where nothing in the shapes asks for it, what it would find is found
faster: core constraints by a library in Rust, each query once for all focus nodes.
"""

from collections.abc import Iterable

from pyoxigraph import Store, Triple

from govkg.validation.engine.core import Core, write_triples
from govkg.validation.engine.packing import pack, written
from govkg.validation.engine.prebinding import are_set_based
from govkg.validation.engine.queries import ask
from govkg.validation.engine.reference import validate_plainly
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.findings import Finding, distinct


def validate(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Finding]:
    """Validate *data* against *shapes* (SHACL, section 3).

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    return distinct(results(data, shapes))


def results(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Finding]:
    """Give every single result that the standard asks for.

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    graph = ShapesGraph(shapes)
    triples = list(data)
    if not are_set_based(graph):
        return validate_plainly(triples, graph)
    with written(pack(write_triples(triples).split("\n")[:-1])) as file:
        findings = Core(graph).check(file)
        if graph.constraints:
            store = Store()
            store.bulk_load(path=file)
            for constraint in graph.constraints:
                findings += ask(graph, constraint, store)
    return findings
