"""How cost grows with the size of a project: one picture, and what must not grow."""

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any, Final

from bench.peers.ours import NAME
from bench.report.pictures import render
from bench.report.results import Results
from bench.report.runs import paces

_MIB: Final = 2**20
FLAT: Final = {
    "Documents, made anew": tuple(f"document {name}" for name in ("ttl", "jsonld", "nt", "rdf")),
    "Pages, made anew": ("document en.html", "home", "list of statements", "stream of changes"),
    "Search": ("search",),
    "Cached, and unchanged (304)": (
        *("cached page", "cached document", "unchanged page", "unchanged document"),
    ),
}
"""What must cost the same at every size, as panels of kinds of work."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Part of the picture: what is measured, in which unit, and a figure by kind and size."""

    title: str
    unit: str
    figures: dict[str, dict[int, float]]


def growth_picture(sizes: list[Results]) -> str:
    """Draw every figure of every size, each panel with lines for the kinds of its work.

    Times are what they would have been on the machine at its fastest.
    """
    panels = [panel for panel in _panels(sizes) if panel.figures]
    domain = [sizes[0]["commitments"], sizes[-1]["commitments"]]
    views = [_view(panel, domain) for panel in panels]
    return render(
        {
            "padding": {"left": 5, "top": 5, "right": 40, "bottom": 5},
            "columns": 2,
            "spacing": {"row": 40, "column": 60},
            "concat": views,
            "resolve": {"scale": {"color": "independent", "strokeDash": "independent"}},
        }
    )


def flatness(sizes: list[Results]) -> list[tuple[str, list[float]]]:
    """Give the median at one client of each kind of work that must stay flat, in milliseconds.

    They are what they would have been on the machine at its fastest.
    """
    figures = [row for name in FLAT for row in _served(sizes, name).figures.items()]
    return [(kind, list(by_size.values())) for kind, by_size in figures]


def _panels(sizes: list[Results]) -> list[Panel]:
    flat = [_served(sizes, name) for name in FLAT]
    return [*flat, _queries(sizes), _publishing(sizes), _memory(sizes)]


def _served(sizes: list[Results], name: str) -> Panel:
    kinds = {kind: _times(sizes, "serving", kind, NAME, "1", "p50") for kind in FLAT[name]}
    return Panel(name, "ms", _known(kinds))


def _queries(sizes: list[Results]) -> Panel:
    questions = {
        name: query["question"] for results in sizes for name, query in results["queries"].items()
    }
    kinds = {
        question: _times(sizes, "queries", name, "systems", NAME, "median")
        for name, question in questions.items()
    }
    return Panel("Queries, answered anew", "ms", _known(kinds))


def _publishing(sizes: list[Results]) -> Panel:
    kinds = {
        "all, from nothing": _times(sizes, "publishing", "cold", "seconds"),
        "after a change": _times(sizes, "publishing", "changed", "seconds"),
        "only validate": _times(sizes, "publishing", "baseline", "validate"),
        "only parse and load": _times(sizes, "publishing", "baseline", "load"),
    }
    return Panel("Publishing", "s", _known(kinds))


def _memory(sizes: list[Results]) -> Panel:
    kinds = {
        "publishing, at its peak": _each(sizes, "publishing", "cold", "memory"),
        "serving, while workers scan": _each(sizes, "scanning", "peak"),
        "serving, idle": _each(sizes, "memory", "idle", NAME),
        "one store, alone": _each(sizes, "engine", "memory"),
    }
    known = _known(kinds)
    return Panel(
        "Memory", "MiB", {k: {n: b / _MIB for n, b in f.items()} for k, f in known.items()}
    )


def _each(sizes: list[Results], *path: str) -> dict[int, float]:
    """Follow a *path* into the results of each size: none where nothing was answered."""
    found: dict[int, float] = {}
    for results in sizes:
        value: Any = results
        for name in path:
            value = value.get(name) if isinstance(value, dict) else None
        if value:
            found[results["commitments"]] = float(value)
    return found


def _times(sizes: list[Results], *path: str) -> dict[int, float]:
    """Do so with times: as the bare server's, they are in proportion to the machine's speed."""
    pace = {results["commitments"]: part for results, part in zip(sizes, paces(sizes), strict=True)}
    return {number: time * pace[number] for number, time in _each(sizes, *path).items()}


def _known(kinds: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
    return {kind: figures for kind, figures in kinds.items() if figures}


def _view(panel: Panel, sizes: list[int]) -> dict[str, Any]:
    figures = [figure for by_size in panel.figures.values() for figure in by_size.values()]
    values = [
        {"commitments": number, "kind": kind, "figure": figure}
        for kind, by_size in panel.figures.items()
        for number, figure in by_size.items()
    ]
    # Whole powers of ten, two at least: what is flat looks flat.
    low = floor(log10(min(figures)))
    high = max(ceil(log10(max(figures))), low + 2)
    kinds = {"field": "kind", "type": "nominal", "title": None, "sort": list(panel.figures)}
    return {
        "title": {"text": f"{panel.title} ({panel.unit})", "anchor": "start"},
        "data": {"values": values},
        "width": 330,
        "height": 200,
        "mark": {"type": "line", "point": {"filled": True, "size": 45}, "strokeWidth": 2},
        "encoding": {
            "x": {
                "field": "commitments",
                "type": "quantitative",
                "title": "commitments",
                "scale": {"type": "log", "domain": sizes},
                "axis": {"values": _powers(sizes), "format": ",", "grid": False},
            },
            "y": {
                "field": "figure",
                "type": "quantitative",
                "title": None,
                "scale": {"type": "log", "domain": [10.0**low, 10.0**high]},
                "axis": {"values": [10.0**power for power in range(low, high + 1)], "format": "~g"},
            },
            "color": kinds | {"legend": {"orient": "right", "labelLimit": 220}},
            "strokeDash": kinds | {"legend": None},
        },
    }


def _powers(sizes: list[int]) -> list[int]:
    return [10**power for power in range(ceil(log10(sizes[0])), floor(log10(sizes[-1])) + 1)]
