"""Results as tables in Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import geometric_mean
from typing import Any, Final

from bench.peers.ours import NAME
from bench.report.goals import judge, ratios

Results = dict[str, Any]
_MIB: Final = 2**20


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; all columns but the first hold numbers.

    >>> print(table(["a", "b"], [["x", "1"]]))
    | a | b |
    |---|--:|
    | x | 1 |
    """
    lines = [list(head), ["---", *("--:" for _ in head[1:])], *map(list, rows)]
    texts = ["| " + " | ".join(line) + " |" for line in lines]
    texts[1] = "|" + "|".join(lines[1]) + "|"
    return "\n".join(texts)


def goals_table(results: Results) -> str:
    """Write each goal with what came of it."""
    rows = [
        [goal.work, goal.aim, goal.figure, "met" if goal.is_met else "**missed**"]
        for goal in judge(results)
    ]
    return table(["work", "goal", "measured", ""], rows)


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
        ]
        for query in queries
    ]
    means = [
        f"{geometric_mean(ratios(results, name)):,.1f} ×" if name != NAME else ""
        for name in systems
    ]
    rows.append(["govkg is faster by (geometric mean)", "", *means, ""])
    head = ["query", "rows", *systems, "govkg, asked again"]
    return table(head, rows)


def _cell(figures: dict[str, float] | None) -> str:
    return "" if figures is None else f"{_short(figures['median'])} ({_short(figures['p95'])})"


def _short(number: float) -> str:
    """Write a number with about three digits.

    >>> _short(0.1234), _short(12.34), _short(1234.5)
    ('0.12', '12.3', '1,234')
    """
    if number < 10:  # noqa: PLR2004  # one digit before the point
        return f"{number:.2f}"
    return f"{number:.1f}" if number < 100 else f"{number:,.0f}"  # noqa: PLR2004  # likewise two


def serving_table(results: Results) -> str:
    """Write requests a second of each kind of work, system and number of clients."""
    return table(
        [
            "what is asked for",
            "of",
            "1 client",
            "8 clients",
            "64 clients",
            "p95 at 8, ms",
            "refused",
        ],
        _serving_rows(results),
    )


def _serving_rows(results: Results) -> Iterator[list[str]]:
    for kind, systems in results["serving"].items():
        for name, loads in systems.items():
            rates = [f"{loads[n]['rate']:,.0f}" if n in loads else "" for n in ("1", "8", "64")]
            failed = sum(int(load["failed"]) for load in loads.values())
            yield [kind, name, *rates, _short(loads["8"]["p95"]), f"{failed:,}"]


def publishing_table(results: Results) -> str:
    """Write seconds and memory of publishing and of its parts, if that was measured."""
    if "publishing" not in results:
        return "Not measured in this run."
    names = {
        "cold": "publish, from nothing",
        "changed": "publish, after a change in one source",
        "back": "publish what was published before",
        "load": "only parse and load",
        "validate": "only read and validate",
    }
    rows = [
        [words, f"{figures['seconds']:.1f}", f"{figures['memory'] / _MIB:,.0f}"]
        for name, words in names.items()
        for figures in [results["publishing"][name]]
    ]
    return table(["", "seconds", "MiB at the peak"], rows)


def memory_table(results: Results) -> str:
    """Write the memory of each running system."""
    moments = results["memory"]
    rows = [
        [name, *(f"{moments[moment][name] / _MIB:,.0f}" for moment in moments)]
        for name in moments["idle"]
    ]
    store = f"{results['engine']['memory'] / _MIB:,.0f}"
    rows.append(["one store in memory, alone", store, *("" for _ in list(moments)[1:])])
    return table(["MiB (shared pages once)", "idle", "after queries", "after all"], rows)
