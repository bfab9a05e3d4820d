"""Results as pictures: Vega-Lite, rendered to SVG without a browser."""

from typing import Any, Final

import vl_convert

from bench.report.results import Results

_SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"
_COLOURS: Final = ["#0f6b5c", "#c4622d", "#6b7fa8", "#a8a29e", "#b8892b", "#7d5a8c"]


def queries_picture(results: Results) -> str:
    """Draw the median of each query and system, on a logarithmic scale."""
    values = [
        {"query": query["question"], "system": name, "ms": figures["median"]}
        for query in results["queries"].values()
        for name, figures in query["systems"].items()
    ]
    return render(
        {
            "title": f"Median time of a query, {results['commitments']:,} commitments (ms)",
            "data": {"values": values},
            "width": 640,
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 0.9},
            "encoding": {
                "y": {"field": "query", "type": "nominal", "title": None, "sort": None},
                "x": {
                    "field": "ms",
                    "type": "quantitative",
                    "scale": {"type": "log"},
                    "title": "milliseconds, logarithmic",
                },
                "color": _systems([value["system"] for value in values]),
                "shape": {"field": "system", "type": "nominal", "title": None},
            },
        }
    )


def _systems(names: list[str]) -> dict[str, Any]:
    domain = list(dict.fromkeys(names))
    scale = {"domain": domain, "range": _COLOURS[: len(domain)]}
    return {"field": "system", "type": "nominal", "title": None, "scale": scale}


def render(spec: dict[str, Any]) -> str:
    """Draw a *spec* of Vega-Lite."""
    whole = {"$schema": _SCHEMA, "background": "white", "config": {"font": "sans-serif"}, **spec}
    return str(vl_convert.vegalite_to_svg(whole))
