"""Why a goal was missed, where it was: what the profile showed, and the next step.

They stand in ``missed.toml``, by the goals' keys, and are told only where a goal is missed.
"""

import tomllib
from pathlib import Path
from typing import Final

from bench.report.goals import judge
from bench.report.results import Results

FINDINGS: Final[dict[str, dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("missed.toml").read_text(encoding="utf-8")
)
_UNKNOWN: Final = {"why": "not profiled yet.", "next": "py-spy."}


def explain(results: Results, smaller: Results | None = None) -> str:
    """Say it of each goal that was missed, those beside a *smaller* size included."""
    lines = [
        f"- **{goal.work}**: {finding['why']} Next: {finding['next']}"
        for goal in judge(results, smaller)
        if not goal.is_met
        for finding in [FINDINGS.get(goal.key, _UNKNOWN)]
    ]
    return "\n".join(["", "Missed, and why:", "", *lines, ""]) if lines else ""
