"""Pictures of numbers: Vega-Lite specifications as data, rendered to SVG on the server."""
