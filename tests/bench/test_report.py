"""The report says what was measured, and how the systems are compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.measuring.agreement import disagreements
from bench.peers.ours import BEFORE, TWO
from bench.report.goals import judge
from bench.report.growth import FLAT
from bench.report.missed import FINDINGS, explain
from bench.report.readme import readme, write_report
from bench.report.results import write_results
from bench.workload.queries import Query

ROWS = Query("q", "A question", "SELECT * {}")


def rows(*values: str) -> bytes:
    """Give an answer with one column."""
    bindings = [{"n": {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": ["n"]}, "results": {"bindings": bindings}}).encode()


def results(commitments: int = 100_000) -> dict[str, Any]:
    """Give figures as a run of one size has them."""
    times = {"first": 3.0, "median": 1.0, "p95": 2.0, "number": 3}
    slow = {"first": 16.0, "median": 16.0, "p95": 20.0, "number": 3}
    systems = {"govkg": times, "oxigraph serve": slow, "Virtuoso": slow, BEFORE: slow}
    query = {"question": "A question", "rows": 4, "systems": systems, "repeated": times}
    query["confirmed"] = times | {"median": 0.5, "p95": 0.6}
    load = {"rate": 90.0, "bytes_rate": 9.0, "p50": 1.0, "p95": 2.0, "failed": 0}
    loads = dict.fromkeys(("1", "8", "64"), load)
    everyone = dict.fromkeys(("govkg", "bare server", "nginx", "Trifid"), loads)
    flat = [kind for kinds in FLAT.values() for kind in kinds]
    run = {"seconds": 4.0, "memory": 2**30}
    return {
        "command": "make bench",
        "machine": "a machine",
        "date": "2026-01-01",
        "versions": {"govkg": "1"},
        "absent": ["Virtuoso"],
        "load": {"before": 0.1, "others": 0.02, "cores": 2},
        "commitments": commitments,
        "sources": 2,
        "triples": 2800,
        "queries": {"describe": query},
        "disagreements": [],
        "engine": {"memory": 100.0, "median": 0.5},
        "alone": {"median": 1.0},
        "serving": dict.fromkeys((*flat, "dump"), everyone),
        "publishing": {
            **dict.fromkeys(("cold", "changed", "back"), run),
            "baseline": {"load": 1.0, "validate": 2.0},
        },
        "start": {"seconds": 2.0, "settled": 1.0, "longest": 0.01},
        "memory": {"idle": {"govkg": 120.0}},
        "scanning": {"before": 120.0, "peak": 220.0, "worked": 2},
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
    met = {goal.key: goal.is_met for goal in judge(results())}
    assert met["oxigraph"]
    assert met["memory-scanning"]
    assert not met["start"]
    assert not met["documents"]


def test_two_processes_are_compared_with_a_server_and_its_store() -> None:
    """Where both were measured."""
    faster = results()
    systems = faster["serving"]["document ttl"]
    rates = {clients: load | {"rate": 1900.0} for clients, load in systems["Trifid"].items()}
    faster["serving"] = faster["serving"] | {"document ttl": systems | {TWO: rates}}
    met = {goal.key: goal for goal in judge(faster)}
    assert met["documents"].is_met
    assert met["documents"].figure == "21.11 times"
    assert not met["cached-documents"].is_met


def test_the_report_shows_every_figure() -> None:
    """Rows, medians, percentiles, and what was missed."""
    text = readme([results()])
    assert (
        "| A question | 4 | 1.00 (2.00) | 16.0 (20.0) | 16.0 (20.0) | 16.0 (20.0) | 1.00 (2.00) "
        "| 0.50 (0.60) |" in text
    )
    assert "| start of the server to its first answer | at most 1 s | 2.00 s | **missed** |" in text
    assert "Not installed, and so not measured: Virtuoso." in text
    assert "disturbed" not in text.partition("commitments | measured by")[2]


def test_every_finding_belongs_to_a_goal_and_is_told_only_where_that_is_missed() -> None:
    """A finding whose goal is met is nobody's business any more."""
    assert FINDINGS.keys() <= {goal.key for goal in judge(results(), results())}
    assert all(finding.keys() == {"why", "next"} for finding in FINDINGS.values())
    told = explain(results())
    assert "- **start of the server to its first answer**: " in told
    assert "against oxigraph serve" not in told


def test_only_sizes_that_the_goals_are_for_are_judged() -> None:
    """A small project shows its ratios, and no verdict."""
    small = readme([results(1_000)])
    assert "| start of the server to its first answer | at most 1 s | 2.00 s |\n" in small
    assert "missed" not in small.partition("## 1,000 commitments")[2]


def test_what_was_too_large_to_be_timed_shows_what_is_known() -> None:
    """Queries that nobody waited for, and a publication without what it is compared with."""
    large = results(1_000_000)
    never = {"first": 60_000.0, "median": 60_000.0, "p95": 60_000.0, "number": 1}
    large["queries"]["describe"]["systems"]["oxigraph serve"] = never
    large["publishing"] = {"cold": {"seconds": 1500.0, "memory": 2**33}}
    text = readme([large])
    assert "| A question | 4 | 1.00 (2.00) | over 60,000 | 16.0 (20.0) |" in text
    assert "| publish, from nothing | 1500.0 | 8,192 |" in text
    assert "only validate" not in text
    assert "publishing, against" not in text


def test_what_was_measured_on_a_slower_machine_does_not_grow() -> None:
    """Times are shown in proportion to the bare server's, so that all sizes stand side by side."""
    slow = results(1_000_000)
    slow["serving"] = {kind: _slower(systems, 2) for kind, systems in slow["serving"].items()}
    text = readme([results(1_000), results(100_000), slow])
    assert "|  | 1,000 | 100,000 | 1,000,000 | 1,000,000 against 1,000 |" in text
    assert "| search | 1.00 | 1.00 | 1.00 | 1.0 × |" in text
    slow["serving"]["search"] = _ours_slower(slow["serving"]["search"], 3)
    text = readme([results(1_000), results(100_000), slow])
    assert "| search | 1.00 | 1.00 | 3.00 | 3.0 × |" in text


def test_what_must_stay_flat_is_judged_beside_the_size_that_the_goals_are_for() -> None:
    """In answers of the bare server, so that a machine half as fast says the same."""
    slow = results(1_000_000)
    serving = slow["serving"] | {"search": _ours_slower(slow["serving"]["search"], 3)}
    half = {kind: _slower(systems, 2) for kind, systems in serving.items()}
    flat = "| search: the worst, against 100,000 | at most 1.2 times |"
    for one in (slow | {"serving": serving}, slow | {"serving": half}):
        text = readme([results(), one])
        assert f"{flat} 3.00 times | **missed** |" in text
        assert (
            "| documents, made anew: the worst, against 100,000 | at most 1.2 times | 1.00" in text
        )
        assert text.count("against 100,000 | at most") == len(FLAT)


def _ours_slower(systems: dict[str, Any], times: float) -> dict[str, Any]:
    return systems | _slower({"govkg": systems["govkg"]}, times)


def _slower(systems: dict[str, Any], times: float) -> dict[str, Any]:
    return {
        name: {
            clients: load | {"rate": load["rate"] / times, "p50": load["p50"] * times}
            for clients, load in loads.items()
        }
        for name, loads in systems.items()
    }


def test_what_was_never_answered_is_not_drawn(tmp_path: Path) -> None:
    """A load that ended before its first answer has no time."""
    slow = results()
    nothing = dict.fromkeys(("1", "8", "64"), slow["serving"]["search"]["govkg"]["1"] | {"p50": 0})
    slow["serving"] = slow["serving"] | {"search": {"govkg": nothing}}
    write_results(tmp_path, slow)
    write_results(tmp_path, results(1_000))
    write_report(tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "| search | 1.00 |" not in text
    assert "| home | 1.00 | 1.00 | 1.0 × |" in text


def test_sizes_that_were_measured_apart_are_reported_together(tmp_path: Path) -> None:
    """Each with its own date; growth from the smallest to the largest."""
    write_results(tmp_path, results(100_000) | {"date": "2026-02-02"})
    write_results(tmp_path, results(1_000))
    write_report(tmp_path)
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "2026-01-01" in text
    assert "2026-02-02" in text
    assert "| search | 1.00 | 1.00 | 1.0 × |" in text
    picture = (tmp_path / "results" / "growth.svg").read_text(encoding="utf-8")
    assert all(title in picture for title in (*FLAT, "Publishing", "Memory"))


@pytest.mark.parametrize(
    ("before", "others", "disturbed"), [(0.4, 0.05, 0), (3, 0.05, 0), (0, 0.3, 1)]
)
def test_a_run_beside_others_is_marked(before: float, others: float, *, disturbed: bool) -> None:
    """By what others took of the processors meanwhile, whatever went on before."""
    load = {"before": before, "others": others, "cores": 2}
    text = readme([results() | {"load": load}])
    assert ("| disturbed |" in text) == disturbed
    assert ("Others were at work" in text) == disturbed
