"""The report says what was measured, and how the systems are compared."""

import json
from typing import Any

from bench.measuring.agreement import disagreements
from bench.report.goals import judge
from bench.report.readme import readme
from bench.workload.queries import Query

ROWS = Query("q", "A question", "SELECT * {}")


def rows(*values: str) -> bytes:
    """Give an answer with one column."""
    bindings = [{"n": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode()


def results() -> dict[str, Any]:
    """Give figures as a run of one size has them."""
    times = {"median": 1.0, "p95": 2.0, "number": 3}
    slow = {"median": 16.0, "p95": 20.0, "number": 3}
    systems = {"govkg": times, "oxigraph serve": slow, "Virtuoso": slow}
    query = {"question": "A question", "rows": 4, "systems": systems, "repeated": times}
    load = {"rate": 90.0, "bytes_rate": 9.0, "p50": 1.0, "p95": 2.0, "failed": 0}
    loads = dict.fromkeys(("1", "8", "64"), load)
    both = {"govkg": loads, "bare server": loads, "nginx": loads}
    run = {"seconds": 4.0, "memory": 2**30}
    return {
        "commitments": 100,
        "sources": 2,
        "triples": 2800,
        "queries": {"describe": query},
        "disagreements": [],
        "engine": {"memory": 100.0, "median": 0.5},
        "serving": {
            "document en.html": {"govkg": loads},
            **dict.fromkeys(("cached page", "unchanged page", "dump"), both),
        },
        "publishing": dict.fromkeys(("cold", "changed", "back", "load", "validate"), run),
        "start": {"seconds": 2.0},
        "memory": {"idle": {"govkg": 120.0}},
    }


def test_the_same_rows_in_another_order_and_notation_agree() -> None:
    """Numbers count by their value."""
    answers = {"q": {"one": rows("1", "2.50"), "two": rows("2.5", "1.0")}}
    assert disagreements([ROWS], answers) == []


def test_who_answers_otherwise_than_most_is_named() -> None:
    """With how many rows."""
    answers = {"q": {"one": rows("1"), "two": rows("1"), "odd": rows("1", "1")}}
    assert disagreements([ROWS], answers) == ["odd on “A question”: 2 rows"]


def test_goals_are_judged_by_what_was_measured() -> None:
    """Sixteen times faster meets eight; a start of two seconds misses one."""
    met = {goal.work: goal.is_met for goal in judge(results())}
    assert met["eight queries, geometric mean, against oxigraph serve"]
    assert not met["start of the server to its first answer"]


def test_the_report_shows_every_figure() -> None:
    """Rows, medians, percentiles, and what was missed."""
    run = {
        "command": "make bench",
        "machine": "a machine",
        "date": "2026-01-01",
        "versions": {"govkg": "1"},
        "sizes": [results()],
    }
    text = readme(run)
    assert "| A question | 4 | 1.00 (2.00) | 16.0 (20.0) | 16.0 (20.0) | 1.00 (2.00) |" in text
    assert "| start of the server to its first answer | at most 1 s | 2.00 s | **missed** |" in text
