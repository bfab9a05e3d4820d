"""When, where and with what was measured, and whether others were at work meanwhile."""

from statistics import geometric_mean

from bench.measuring.disturbance import is_disturbed
from bench.measuring.serving import BARE
from bench.report.results import Results
from bench.report.table import table


def surroundings(sizes: list[Results]) -> str:
    """Say it of each size; machine and versions once where they are the same."""
    rows = [
        [
            f"{results['commitments']:,}",
            f"`{results['command']}`",
            results["date"],
            f"{results['load']['before']:.1f}",
            f"{results['load']['others']:.0%}",
            f"{speed(results):,.0f}",
            str(results.get("turns", "")),
            "disturbed" if is_disturbed(results["load"]) else "",
        ]
        for results in sizes
    ]
    head = [
        "commitments",
        "measured by",
        "on",
        "load before",
        "others took",
        "bare server",
        "turns",
        "",
    ]
    return f"{table(head, rows)}\n\n{_machines(sizes)}"


def speed(results: Results) -> float:
    """Give how many answers a second the bare server gave: the mean (geometric) of all loads."""
    serving = results["serving"].values()
    loads = [load for systems in serving if BARE in systems for load in systems[BARE].values()]
    return geometric_mean([load["rate"] for load in loads])


def paces(sizes: list[Results]) -> list[float]:
    """Give the speed of the machine when each size was measured, as part of the greatest."""
    fastest = max(map(speed, sizes))
    return [speed(results) / fastest for results in sizes]


def _machines(sizes: list[Results]) -> str:
    apart: dict[str, list[str]] = {}
    for results in sizes:
        versions = " · ".join(f"{name} {number}" for name, number in results["versions"].items())
        absent = ", ".join(results["absent"])
        missing = f" Not installed, and so not measured: {absent}." if absent else ""
        text = f"{results['machine']}. {versions}.{missing}"
        apart.setdefault(text, []).append(f"{results['commitments']:,}")
    if len(apart) == 1:
        return f"{next(iter(apart))}\n"
    return "".join(f"- {', '.join(numbers)}: {text}\n" for text, numbers in apart.items())


def warnings(results: Results) -> str:
    """Say whether to trust the times of one size."""
    if not is_disturbed(results["load"]):
        return ""
    return (
        "\nOthers were at work on the machine: times and rates say little, ratios a little more.\n"
    )
