"""Write findings as a SHACL validation report (section 3.6)."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from govkg.validation.findings import Finding, read_term
from govkg.vocabulary import RDF, SH, SHAPES, XSD

_MANY: Final = 1_000
"""Most results have names, terms and messages that others have, too."""
_named: Final = lru_cache(_MANY)(NamedNode)
_term: Final = lru_cache(_MANY)(read_term)
_TYPE: Final = _named(f"{RDF}type")
_RESULT: Final = _named(f"{SH}ValidationResult")
_SEVERITY: Final = _named(f"{SH}resultSeverity")
_FOCUS: Final = _named(f"{SH}focusNode")
_COMPONENT: Final = _named(f"{SH}sourceConstraintComponent")
_SHAPE: Final = _named(f"{SH}sourceShape")
_PATH: Final = _named(f"{SH}resultPath")
_VALUE: Final = _named(f"{SH}value")
_MESSAGE: Final = _named(f"{SH}resultMessage")


def write_turtle(findings: Sequence[Finding]) -> str:
    """Write a report; any result at all is none of conformance (section 3.6.1.1)."""
    return write_graph(findings, RdfFormat.TURTLE).decode()


def write_graph(findings: Sequence[Finding], codec: RdfFormat) -> bytes:
    """Write a report in any serialisation of RDF."""
    prefixes = {"sh": SH, "shapes": SHAPES}
    return serialize(report_triples(findings), format=codec, prefixes=prefixes) or b""


def report_triples(findings: Sequence[Finding]) -> Iterator[Triple]:
    """Give the triples of a report one by one: to hold them all takes longer than to write them."""
    report = BlankNode("report")
    verdict = Literal("false" if findings else "true", datatype=_named(f"{XSD}boolean"))
    yield Triple(report, _TYPE, _named(f"{SH}ValidationReport"))
    yield Triple(report, _named(f"{SH}conforms"), verdict)
    for number, finding in enumerate(findings, start=1):
        result = BlankNode(f"result{number}")
        yield Triple(report, _named(f"{SH}result"), result)
        yield from _result(result, finding)


def _result(result: BlankNode, finding: Finding) -> Iterator[Triple]:
    yield Triple(result, _TYPE, _RESULT)
    yield Triple(result, _SEVERITY, _named(f"{SH}{finding.severity}"))
    yield Triple(result, _FOCUS, _node(finding.focus_node))
    yield Triple(result, _COMPONENT, _named(finding.component))
    if finding.shape:
        yield Triple(result, _SHAPE, _named(finding.shape))
    if finding.path and "<" not in finding.path:
        yield Triple(result, _PATH, _named(finding.path))
    if finding.term is not None:
        yield Triple(result, _VALUE, _term(finding.term))
    yield Triple(result, _MESSAGE, _text(finding.message.en, "en"))
    if finding.message.zh:
        yield Triple(result, _MESSAGE, _text(finding.message.zh, "zh"))


@lru_cache(_MANY)
def _text(text: str, language: str) -> Literal:
    return Literal(text, language=language)


def _node(name: str) -> NamedNode | BlankNode | Literal:
    if name.startswith("_:"):
        return BlankNode(name[2:])
    try:
        return NamedNode(name)
    except ValueError:  # a literal, where somebody pointed to text
        return Literal(name)
