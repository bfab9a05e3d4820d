"""Run pySHACL on one graph of data, vocabularies and ontology, and read its report.

Nothing is inferred: the data types each resource with every class that a shape asks for.
"""

from collections.abc import Iterable
from dataclasses import replace

import pyshacl
import rdflib
from pyoxigraph import Triple
from pyshacl.errors import ShapeLoadError, ValidationFailure
from rdflib import DCTERMS, RDF, SH
from rdflib.collection import Collection
from rdflib.term import Identifier, Node

from govkg.errors import UnreadableError
from govkg.validation.findings import Finding, Message, Severity
from govkg.validation.terms import to_graph

_STEPS = {
    SH.zeroOrMorePath: "{}*",
    SH.oneOrMorePath: "{}+",
    SH.zeroOrOnePath: "{}?",
    SH.inversePath: "^{}",
}


def validate(data: Iterable[Triple], shapes: Iterable[Triple]) -> list[Finding]:
    """Validate *data* against *shapes* (SHACL, section 3).

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    rules = to_graph(shapes)
    try:
        _, report, text = pyshacl.validate(
            to_graph(data), shacl_graph=rules, inference="none", inplace=True, allow_warnings=True
        )
    except (ShapeLoadError, ValidationFailure) as error:
        raise UnreadableError(f"shapes: {error}") from error
    if not isinstance(report, rdflib.Graph):
        raise UnreadableError(f"shapes: {text}")
    # Results of nested shapes are details of these (SHACL, section 3.6.2.9), not findings.
    results = report.objects(None, SH.result)
    # Results of nested shapes are details of others (SHACL, section 3.6.2.9), not findings.
    results = report.objects(None, SH.result)
    findings = [_finding(report, rules, result) for result in results]
    # A value that misses a rule in two ways (no integer, and too small) is one finding.
    return list({replace(finding, component=""): finding for finding in findings}.values())


def _finding(report: rdflib.Graph, rules: rdflib.Graph, result: Node) -> Finding:
    shape = report.value(result, SH.sourceShape)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    number = rules.value(shape, DCTERMS.identifier) if shape is not None else None
    severity = report.value(result, SH.resultSeverity)
    return Finding(
        severity=Severity(str(severity).removeprefix(str(SH))),
        focus_node=_name(report.value(result, SH.focusNode)),
        shape=str(shape) if isinstance(shape, rdflib.URIRef) else None,
        message=_message(report, result),
        path=_path(report, path) if path is not None else None,
        value=_name(value) if value is not None else None,
        rule=str(number) if number is not None else None,
        component=str(report.value(result, SH.sourceConstraintComponent)),
    )


def _message(report: rdflib.Graph, result: Node) -> Message:
    texts: dict[str, str] = {}
    for text in report.objects(result, SH.resultMessage):
        language = text.language if isinstance(text, rdflib.Literal) else None
        texts[(language or "en").split("-")[0]] = str(text)
    return Message(en=texts.get("en", "The rule is not met."), zh=texts.get("zh"))


def _name(term: Node | None) -> str:
    return term.n3() if isinstance(term, rdflib.BNode) else str(term)


def _path(graph: rdflib.Graph, path: Node) -> str:
    """Write a SHACL path (section 2.3.1): one IRI plainly, anything longer as SPARQL writes it."""
    return str(path) if isinstance(path, rdflib.URIRef) else _steps(graph, path)


def _steps(graph: rdflib.Graph, path: Node) -> str:
    if isinstance(path, rdflib.URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return "/".join(_steps(graph, step) for step in _items(graph, path))
    alternatives = graph.value(path, SH.alternativePath)
    if alternatives is not None:
        return f"({'|'.join(_steps(graph, step) for step in _items(graph, alternatives))})"
    for kind, pattern in _STEPS.items():
        step = graph.value(path, kind)
        if step is not None:
            inner = _steps(graph, step)
            return pattern.format(inner if isinstance(step, rdflib.URIRef) else f"({inner})")
    return str(path)


def _items(graph: rdflib.Graph, head: Node) -> list[Identifier]:
    return [item for item in Collection(graph, head) if isinstance(item, Identifier)]
