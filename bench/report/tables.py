"""Results as tables in Markdown."""

from collections.abc import Iterator
from statistics import geometric_mean
from typing import Final

from bench.peers.ours import OURS
from bench.peers.systems import LONGEST
from bench.report.goals import judge, ratios
from bench.report.growth import flatness
from bench.report.results import Results
from bench.report.table import short, table

_MIB: Final = 2**20
_CLIENTS: Final = ("1", "8", "64")


def goals_table(results: Results, smaller: Results | None, *, judged: bool) -> str:
    """Write each goal with what came of it, beside a *smaller* size if there is one.

    If *judged*, it is said whether that is enough.
    """
    verdicts = {True: "met", False: "**missed**"}
    rows = [
        [goal.work, goal.aim, goal.figure, *([verdicts[goal.is_met]] if judged else [])]
        for goal in judge(results, smaller)
    ]
    head = ["work", "goal" if judged else "goal for larger ones", "measured"]
    return table([*head, ""] if judged else head, rows)


def flat_table(sizes: list[Results]) -> str:
    """Write the cost of what must stay flat, and how many times more the largest size takes."""
    rows = [
        [kind, *map(short, figures), f"{figures[-1] / figures[0]:.1f} ×"]
        for kind, figures in flatness(sizes)
        if len(figures) == len(sizes)
    ]
    numbers = [f"{results['commitments']:,}" for results in sizes]
    return table(["", *numbers, f"{numbers[-1]} against {numbers[0]}"], rows)


def queries_table(results: Results) -> str:
    """Write median and 95th percentile of each query and system, in milliseconds."""
    queries = results["queries"].values()
    systems = list(dict.fromkeys(name for query in queries for name in query["systems"]))
    rows = [
        [
            query["question"],
            f"{query['rows']:,}",
            *(_cell(query["systems"].get(name)) for name in systems),
            _cell(query["repeated"]),
            _cell(query.get("confirmed")),
        ]
        for query in queries
    ]
    means = [
        f"{geometric_mean(ratios(results, name)):,.1f} ×" if name not in OURS else ""
        for name in systems
    ]
    rows.append(["govkg is faster by (geometric mean)", "", *means, "", ""])
    head = ["query", "rows", *systems, "govkg, asked again", "by a 304"]
    return table(head, rows)


def _cell(figures: dict[str, float] | None) -> str:
    if figures is None:
        return ""
    if figures["median"] >= LONGEST * 1000:
        return f"over {LONGEST * 1000:,}"
    return f"{short(figures['median'])} ({short(figures['p95'])})"


def serving_table(results: Results) -> str:
    """Write requests a second of each kind of work, system and number of clients."""
    clients = [f"{n} client{'s' if n != '1' else ''}" for n in _CLIENTS]
    head = ["what is asked for", "of", *clients, "p50 at 1, ms", "p95 at 8, ms", "refused"]
    return table(head, _serving_rows(results))


def _serving_rows(results: Results) -> Iterator[list[str]]:
    for kind, systems in results["serving"].items():
        for name, loads in systems.items():
            rates = [f"{loads[n]['rate']:,.0f}" if n in loads else "" for n in _CLIENTS]
            times = [
                short(loads[n][p]) if n in loads else "" for n, p in (("1", "p50"), ("8", "p95"))
            ]
            failed = sum(int(load["failed"]) for load in loads.values())
            yield [kind, name, *rates, *times, f"{failed:,}"]


def publishing_table(results: Results) -> str:
    """Write seconds and memory of publishing and of its parts, as far as they were measured."""
    figures = results["publishing"]
    names = {
        "cold": "publish, from nothing",
        "changed": "publish, after a change in one source",
        "back": "publish what was published before",
    }
    rows = [
        [words, f"{run['seconds']:.1f}", f"{run['memory'] / _MIB:,.0f}"]
        for name, words in names.items()
        if (run := figures.get(name))
    ]
    parts = {"load": "only parse, and load into a graph for each file", "validate": "only validate"}
    baseline = figures.get("baseline", {})
    rows += [[words, f"{baseline[part]:.1f}", ""] for part, words in parts.items() if baseline]
    return table(["", "seconds", "MiB at the peak"], rows)


def start_table(results: Results) -> str:
    """Write how the server started."""
    start = results["start"]
    rows = [
        ["to the first answer", f"{start['seconds']:.2f}"],
        ["until all was read", f"{start['seconds'] + start['settled']:.2f}"],
        ["longest wait for an answer meanwhile", f"{start['longest']:.2f}"],
    ]
    return table(["start of the server", "seconds"], rows)


def memory_table(results: Results) -> str:
    """Write the memory of each running system."""
    moments = results["memory"]
    rows = [
        [name, *(f"{moments[moment][name] / _MIB:,.0f}" for moment in moments)]
        for name in moments["idle"]
    ]
    scanning = results["scanning"]
    working = f"govkg, while {scanning['worked']} workers scan"
    rows.append([working, "", f"{scanning['peak'] / _MIB:,.0f}", ""])
    rows.append(
        ["one store in memory, alone", f"{results['engine']['memory'] / _MIB:,.0f}", "", ""]
    )
    return table(["MiB (shared pages once)", "idle", "after queries", "after all"], rows)
