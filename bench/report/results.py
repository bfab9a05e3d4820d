"""What was measured, one file for each size of project, so that sizes can be measured apart."""

import json
from pathlib import Path
from typing import Any

Results = dict[str, Any]


def write_results(folder: Path, results: Results) -> None:
    """Write what was measured of one size, in place of what was known of it."""
    place = folder / "results"
    place.mkdir(parents=True, exist_ok=True)
    text = json.dumps(results, indent=1, ensure_ascii=False)
    file = place / f"{results['commitments']}.json"
    file.write_text(f"{text}\n", encoding="utf-8")


def read_results(folder: Path) -> list[Results]:
    """Read what is known of every size, the smallest first."""
    files = (folder / "results").glob("*.json")
    found: list[Results] = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    return sorted(found, key=lambda results: int(results["commitments"]))
