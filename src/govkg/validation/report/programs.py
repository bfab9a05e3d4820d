"""Write findings as JSON."""

import json
from collections.abc import Sequence

from govkg.validation.findings import Finding, conforms
from govkg.validation.report.excerpts import excerpt_of


def write_json(findings: Sequence[Finding], document: str = "") -> str:
    """Write whether all conforms, and each result with its IRIs in full and the line to mend."""
    report = {
        "conforms": conforms(findings),
        "results": [
            {
                "severity": finding.severity,
                "focusNode": finding.focus_node,
                "path": finding.path,
                "shape": finding.shape,
                "rule": finding.rule,
                "value": finding.value,
                "nearest": finding.nearest,
                "message": {"en": finding.message.en, "zh": finding.message.zh},
                "file": finding.file,
                "line": excerpt_of(finding, document).line or finding.line,
            }
            for finding in findings
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"
