"""Findings as people (text), programs (JSON) and the record (Turtle) read them."""

from collections.abc import Sequence

from govkg.validation.findings import Finding
from govkg.validation.report.programs import write_json
from govkg.validation.report.turtle import write_turtle

FORMATS = ("text", "json", "turtle")


def write_report(findings: Sequence[Finding], form: str, document: str = "") -> str:
    """Write *findings* in one of `FORMATS`; the text ends in a line break.

    *document* is the text in which those without a file were found.
    """
    if form == "json":
        return write_json(findings, document)
    if form == "turtle":
        return write_turtle(findings)
    # What lays a text out takes a while to load; few need one.
    from govkg.validation.report.text import write_text

    return write_text(findings, document=document)
