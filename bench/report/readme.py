"""``bench/README.md``: rendered from the results, and from nothing else."""

from pathlib import Path
from typing import Any, Final

from bench.report.pictures import growth_picture, queries_picture
from bench.report.tables import (
    goals_table,
    memory_table,
    publishing_table,
    queries_table,
    serving_table,
)

Results = dict[str, Any]

_HEAD: Final = Path(__file__).with_name("head.md").read_text(encoding="utf-8")


def write_readme(folder: Path, run: Results) -> None:
    """Write README and pictures of a *run* into *folder*."""
    (folder / "README.md").write_text(readme(run), encoding="utf-8")
    for results in run["sizes"]:
        name = f"queries-{results['commitments']}.svg"
        (folder / name).write_text(queries_picture(results), encoding="utf-8")
    if len(run["sizes"]) > 1:
        (folder / "growth.svg").write_text(growth_picture(run["sizes"]), encoding="utf-8")


def readme(run: Results) -> str:
    """Give the text of the README."""
    versions = " · ".join(f"{name} {number}" for name, number in run["versions"].items())
    head = _HEAD.format(
        command=run["command"], machine=run["machine"], date=run["date"], versions=versions
    )
    parts = [head]
    if len(run["sizes"]) > 1:
        parts.append("![How cost grows](growth.svg)\n")
    parts += [_size(results) for results in reversed(run["sizes"])]
    return "\n".join(parts)


def _size(results: Results) -> str:
    agreement = results["disagreements"]
    agreed = "All systems gave the same answers." if not agreement else "\n".join(
        ["Not all systems gave the same answers:", "", *(f"- {line}" for line in agreement)]
    )  # fmt: skip
    return f"""\
## {results["commitments"]:,} commitments

{results["triples"]:,} triples from {results["sources"]:,} sources.

{goals_table(results)}

### Queries

![Queries](queries-{results["commitments"]}.svg)

{queries_table(results)}

{agreed}

### Documents, pages, files: requests a second

{serving_table(results)}

### Publishing

{publishing_table(results)}

### Memory

{memory_table(results)}
"""
