"""Findings as people (text), programs (JSON) and the record (Turtle) read them."""

from collections.abc import Sequence

from govkg.validation.findings import Finding
from govkg.validation.report.programs import write_json
from govkg.validation.report.text import summary, write_text
from govkg.validation.report.turtle import write_turtle

FORMATS = ("text", "json", "turtle")


def write_report(findings: Sequence[Finding], form: str) -> str:
    """Write *findings* in one of `FORMATS`; the text ends in a line break."""
    writers = {"json": write_json, "turtle": write_turtle}
    return writers.get(form, write_text)(findings)


__all__ = ["FORMATS", "summary", "write_report"]
