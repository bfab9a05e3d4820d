"""``README.md`` beside the results: rendered from them, and from nothing else."""

from pathlib import Path
from typing import Final

from bench.report.goals import AIMED_AT
from bench.report.growth import growth_picture
from bench.report.missed import explain
from bench.report.pictures import queries_picture
from bench.report.results import Results, read_results
from bench.report.runs import surroundings, warnings
from bench.report.tables import (
    flat_table,
    goals_table,
    memory_table,
    publishing_table,
    queries_table,
    serving_table,
    start_table,
)

_HEAD: Final = Path(__file__).with_name("head.md").read_text(encoding="utf-8")


def write_report(folder: Path) -> None:
    """Render the results that are in *folder*: a README, and pictures beside the results."""
    sizes = read_results(folder)
    (folder / "README.md").write_text(readme(sizes), encoding="utf-8")
    for results in sizes:
        name = f"results/queries-{results['commitments']}.svg"
        (folder / name).write_text(queries_picture(results), encoding="utf-8")
    if len(sizes) > 1:
        (folder / "results" / "growth.svg").write_text(growth_picture(sizes), encoding="utf-8")


def readme(sizes: list[Results]) -> str:
    """Give the text of the README."""
    parts = [_HEAD, surroundings(sizes)]
    if len(sizes) > 1:
        parts.append(_growth(sizes))
    aimed_at = next((one for one in sizes if one["commitments"] == AIMED_AT), None)
    for results in reversed(sizes):
        larger = results["commitments"] > AIMED_AT
        parts.append(size(results, aimed_at if larger else None))
    return "\n".join(parts)


def _growth(sizes: list[Results]) -> str:
    return f"""\
## How cost grows

![How cost grows](results/growth.svg)

What must cost the same however much there is: medians at one client, in milliseconds. Here and in
the picture, times are what they would have been when the machine was fastest, by the bare server.

{flat_table(sizes)}
"""


def size(results: Results, smaller: Results | None = None) -> str:
    """Give all that was measured of one size, which may have to be as fast as a *smaller* one."""
    agreement = results["disagreements"]
    agreed = "All systems gave the same answers." if not agreement else "\n".join(
        ["**Not all systems gave the same answers:**", "", *(f"- {line}" for line in agreement)]
    )  # fmt: skip
    judged = results["commitments"] >= AIMED_AT
    return f"""\
## {results["commitments"]:,} commitments

{results["triples"]:,} triples from {results["sources"]:,} sources.
{warnings(results)}
{goals_table(results, smaller, judged=judged)}
{explain(results, smaller) if judged else ""}
### Queries, {results["commitments"]:,} commitments

![Queries](results/queries-{results["commitments"]}.svg)

{queries_table(results)}

{agreed}

### Documents, pages, files, {results["commitments"]:,} commitments: requests a second

{serving_table(results)}

### Publishing, {results["commitments"]:,} commitments

{publishing_table(results)}

### Start and memory, {results["commitments"]:,} commitments

{start_table(results)}

{memory_table(results)}
"""
