"""pySHACL, the reference: slow, complete, and what the other ways are compared with.

Nothing is inferred: the data types each resource with every class that a shape asks for.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import pyshacl
import rdflib
from pyoxigraph import Literal, NamedNode, Triple
from pyshacl.errors import (
    ConstraintLoadError,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
from rdflib import RDF, SH
from rdflib.term import Node

from govkg.errors import UnreadableError
from govkg.validation.engine.shapes import ShapesGraph, message_of
from govkg.validation.engine.terms import to_graph, to_oxigraph
from govkg.validation.findings import Finding, Message, name_of

_REFUSALS: Final = (
    ConstraintLoadError,
    NotImplementedError,
    ReportableRuntimeError,
    ShapeLoadError,
    ValidationFailure,
)
_HAN: Final = re.compile("[㐀-䶿一-鿿]")


def validate_plainly(data: Iterable[Triple], graph: ShapesGraph) -> list[Finding]:
    """Validate *data* against *graph* with pySHACL over rdflib.

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    return validate_graph(to_graph(data), graph)


def validate_graph(data: rdflib.Graph, graph: ShapesGraph) -> list[Finding]:
    """Validate a *data* graph of rdflib, which stays as it is.

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    try:
        _, report, text = pyshacl.validate(
            data,
            shacl_graph=to_graph(graph.triples),
            inference="none",
            inplace=True,
            allow_warnings=True,
        )
    except _REFUSALS as error:
        raise UnreadableError(f"shapes: {' '.join(str(error).split())}") from error
    if not isinstance(report, rdflib.Graph):
        raise UnreadableError(f"shapes: {text}")
    # Results of nested shapes are details of others (SHACL, section 3.6.2.9), not findings.
    head = report.value(None, RDF.type, SH.ValidationReport)
    return [_finding(report, graph, result) for result in report.objects(head, SH.result)]


def _finding(report: rdflib.Graph, graph: ShapesGraph, result: Node) -> Finding:
    def term(name: Node) -> Any:
        found = report.value(result, name)
        return None if found is None else to_oxigraph(found)

    shape = term(SH.sourceShape)
    value = term(SH.value)
    path = term(SH.resultPath)
    return Finding(
        severity=graph.severity(shape),
        focus_node=name_of(term(SH.focusNode)),
        shape=shape.value if isinstance(shape, NamedNode) else None,
        message=_message(report, result),
        path=path.value if isinstance(path, NamedNode) else graph.path(shape),
        term=None if value is None else str(value),
        rule=graph.number(shape),
        component=name_of(term(SH.sourceConstraintComponent)),
    )


def _message(report: rdflib.Graph, result: Node) -> Message:
    """Read the messages; pySHACL loses the languages of those that it fills with values."""
    texts = [to_oxigraph(text) for text in report.objects(result, SH.resultMessage)]
    if len(texts) > 1:
        texts = [
            text if text.language else Literal(text.value, language=_language(text.value))
            for text in texts
        ]
    return message_of(texts) or Message(en="The rule is not met.")


def _language(text: str) -> str:
    return "zh" if _HAN.search(text) and "。" in text else "en"
