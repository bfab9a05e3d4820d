"""Write findings as a SHACL validation report (section 3.6)."""

from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from govkg.validation.findings import Finding, read_term
from govkg.vocabulary import RDF, SH, SHAPES, XSD


def write_turtle(findings: Sequence[Finding]) -> str:
    """Write a report; any result at all is none of conformance (section 3.6.1.1)."""
    return write_graph(findings, RdfFormat.TURTLE).decode()


def write_graph(findings: Sequence[Finding], codec: RdfFormat) -> bytes:
    """Write a report in any serialisation of RDF."""
    prefixes = {"sh": SH, "shapes": SHAPES}
    return serialize(report_triples(findings), format=codec, prefixes=prefixes) or b""


def report_triples(findings: Sequence[Finding]) -> list[Triple]:
    """Give the triples of a report."""
    report = BlankNode("report")
    verdict = Literal("false" if findings else "true", datatype=NamedNode(f"{XSD}boolean"))
    triples = [
        Triple(report, NamedNode(f"{RDF}type"), NamedNode(f"{SH}ValidationReport")),
        Triple(report, NamedNode(f"{SH}conforms"), verdict),
    ]
    for number, finding in enumerate(findings, start=1):
        result = BlankNode(f"result{number}")
        triples.append(Triple(report, NamedNode(f"{SH}result"), result))
        triples.extend(_result(result, finding))
    return triples


def _result(result: BlankNode, finding: Finding) -> Iterable[Triple]:
    def fact(name: str, value: NamedNode | BlankNode | Literal) -> Triple:
        return Triple(result, NamedNode(f"{SH}{name}"), value)

    yield Triple(result, NamedNode(f"{RDF}type"), NamedNode(f"{SH}ValidationResult"))
    yield fact("resultSeverity", NamedNode(f"{SH}{finding.severity}"))
    yield fact("focusNode", _node(finding.focus_node))
    yield fact("sourceConstraintComponent", NamedNode(finding.component))
    if finding.shape:
        yield fact("sourceShape", NamedNode(finding.shape))
    if finding.path and "<" not in finding.path:
        yield fact("resultPath", NamedNode(finding.path))
    if finding.term is not None:
        yield fact("value", read_term(finding.term))
    yield fact("resultMessage", Literal(finding.message.en, language="en"))
    if finding.message.zh:
        yield fact("resultMessage", Literal(finding.message.zh, language="zh"))


def _node(name: str) -> NamedNode | BlankNode | Literal:
    if name.startswith("_:"):
        return BlankNode(name[2:])
    try:
        return NamedNode(name)
    except ValueError:  # a literal, where somebody pointed to text
        return Literal(name)
