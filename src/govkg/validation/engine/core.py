"""Core constraints (SHACL, section 4) by the `shacl` library, which is written in Rust."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import shacl
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, serialize

from govkg.errors import UnreadableError
from govkg.validation.engine.naming import (
    NAMING_SHAPES,
    has_blank_nodes,
    read_names,
    write_names,
)
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.findings import Finding, Message, name_of, read_term
from govkg.vocabulary import SH

_IRI: Final = re.compile("<([^<>]*)>")
_UNNAMED: Final = "urn:govkg:unnamed-shape:"


class Core:
    """The core constraints of a shapes graph, compiled."""

    def __init__(self, graph: ShapesGraph) -> None:
        """Compile *graph*.

        Raises:
            UnreadableError: the shapes are no valid SHACL.
        """
        self._graph = graph
        self._names: dict[str, Any] = {}
        text = write_triples((*self._named(graph.core()), *NAMING_SHAPES))
        try:
            self._shapes = shacl.Shapes.from_text(text, format="ntriples")
        except (ValueError, RuntimeError) as error:
            raise UnreadableError(f"shapes: {error}") from error

    def check(self, data: Path) -> list[Finding]:
        """Validate a file of N-Triples, whose name ends in ``.nt``."""
        if has_blank_nodes(data):
            text = data.read_text(encoding="utf-8")
            told = self._shapes.validate_text(
                text + write_names(text), format="ntriples", allow_warnings=True
            )
        else:
            told = self._shapes.validate_file(str(data), allow_warnings=True)
        names, results = read_names(told.results)
        return [self._finding(result, names) for result in results]

    def _named(self, triples: Iterable[Triple]) -> Iterator[Triple]:
        """Name the property shapes that have no IRI, so that results can be traced to them."""
        inner = {
            value
            for triple in self._graph.triples
            if triple.predicate.value == f"{SH}property"
            and isinstance(value := triple.object, BlankNode)
        }
        names: dict[Any, Any] = {node: NamedNode(f"{_UNNAMED}{_digest(node)}") for node in inner}
        self._names = {name.value: node for node, name in names.items()}
        for triple in triples:
            yield Triple(
                names.get(triple.subject, triple.subject),
                triple.predicate,
                names.get(triple.object, triple.object),
            )

    def _finding(self, result: shacl.Result, names: Mapping[str, str]) -> Finding:
        shape = self._shape(result.source_shape)
        graph = self._graph
        iri = _IRI.fullmatch(result.path or "")
        return Finding(
            severity=graph.severity(shape),
            focus_node=plain_name(names.get(result.focus_node, result.focus_node)),
            shape=shape.value if isinstance(shape, NamedNode) else None,
            message=graph.message(shape) or Message(en=_described(result)),
            path=iri[1] if iri else graph.path(shape),
            term=names.get(result.value or "", result.value),
            rule=graph.number(shape),
            component=result.component_iri,
        )

    def _shape(self, name: str | None) -> Any:
        if name is None or name.startswith("_:"):
            return BlankNode(name[2:] if name else "unknown")
        iri = name[1:-1]
        return self._names.get(iri, NamedNode(iri))


def write_triples(triples: Iterable[Triple]) -> str:
    """Write N-Triples."""
    return (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()


def plain_name(term: str) -> str:
    """Name a term that is written as N-Triples writes it."""
    if term.startswith('"'):
        return name_of(read_term(term))
    return term[1:-1] if term.startswith("<") else term


def _digest(node: BlankNode) -> str:
    return hashlib.sha256(node.value.encode()).hexdigest()[:16]


def _described(result: shacl.Result) -> str:
    said = result.message or f"The value does not meet the {result.component} of its shape."
    return said if said.endswith(".") else f"{said}."
