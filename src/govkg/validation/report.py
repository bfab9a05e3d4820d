"""Write findings for people (text), programs (JSON) and the record (Turtle)."""

import json
import re
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from govkg.validation.findings import Finding, conforms, count, read_term
from govkg.vocabulary import RDF, SH, XSD, curie

FORMATS = ("text", "json", "turtle")


def write_report(findings: Sequence[Finding], form: str) -> str:
    """Write *findings* in one of `FORMATS`; the text ends in a line break."""
    if form == "json":
        return _json(findings)
    if form == "turtle":
        return _turtle(findings)
    return _text(findings)


def summary(findings: Iterable[Finding]) -> str:
    """Count in words.

    >>> summary([])
    'no findings'
    """
    parts = [
        f"{number} {severity}{'s' if number > 1 else ''}"
        for severity, number in count(findings).items()
        if number
    ]
    return ", ".join(parts) or "no findings"


def _text(findings: Sequence[Finding]) -> str:
    blocks = [_block(finding) for finding in findings]
    verdict = "conforms" if conforms(findings) else "does not conform"
    return "".join(f"{block}\n\n" for block in blocks) + f"{verdict}: {summary(findings)}\n"


def _block(finding: Finding) -> str:
    place = finding.file or "(no file)"
    if finding.line:
        place = f"{place}:{finding.line}"
    lines = [f"{place}: {finding.severity}: {finding.message.en}"]
    if finding.message.zh:
        lines.append(f"    {finding.message.zh}")
    lines.append(f"    focus node  {finding.focus_node}")
    if finding.path:
        lines.append(f"    path        {_short(finding.path)}")
    if finding.value:
        lines.append(f"    value       {finding.value}")
    if finding.shape:
        number = f" (rule {finding.rule})" if finding.rule else ""
        lines.append(f"    shape       {_short(finding.shape)}{number}")
    return "\n".join(lines)


def _short(path: str) -> str:
    return curie(path) or re.sub(r"<([^>]*)>", lambda step: curie(step[1]) or step[0], path)


def _json(findings: Sequence[Finding]) -> str:
    results = [
        {
            "severity": finding.severity,
            "focusNode": finding.focus_node,
            "path": finding.path,
            "shape": finding.shape,
            "rule": finding.rule,
            "value": finding.value,
            "message": {"en": finding.message.en, "zh": finding.message.zh},
            "file": finding.file,
            "line": finding.line,
        }
        for finding in findings
    ]
    document = {"conforms": conforms(findings), "results": results}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _turtle(findings: Sequence[Finding]) -> str:
    """Write a SHACL validation report (section 3.6): any result at all is none of conformance."""
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
    body = serialize(triples, format=RdfFormat.TURTLE, prefixes={"sh": SH})
    return body.decode() if body else ""


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


def _node(name: str) -> NamedNode | BlankNode:
    return BlankNode(name[2:]) if name.startswith("_:") else NamedNode(name)
