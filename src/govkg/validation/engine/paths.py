"""Write SHACL property paths (section 2.3.1) as SPARQL does."""

from typing import Any, Final, Protocol

from pyoxigraph import NamedNode

_STEPS: Final = {
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
    "inversePath": "^{}",
}


class Lists(Protocol):
    """What of a shapes graph is needed to read a path."""

    def value(self, node: Any, name: str) -> Any:
        """Give one value of a property of SHACL at *node*, or ``None``."""

    def items(self, head: Any) -> list[Any]:
        """List the members of an RDF list."""

    def is_list(self, node: Any) -> bool:
        """Say whether *node* begins an RDF list."""


def write_path(graph: Lists, path: Any, *, plain: bool = False) -> str:
    """Write *path*; with *plain*, a single IRI without its brackets."""
    if isinstance(path, NamedNode):
        return path.value if plain else str(path)
    if graph.is_list(path):
        return "/".join(_bracketed(graph, step) for step in graph.items(path))
    alternatives = graph.value(path, "alternativePath")
    if alternatives is not None:
        return f"({'|'.join(write_path(graph, step) for step in graph.items(alternatives))})"
    for kind, pattern in _STEPS.items():
        step = graph.value(path, kind)
        if step is not None:
            inner = write_path(graph, step)
            return pattern.format(inner if isinstance(step, NamedNode) else f"({inner})")
    return str(path)


def _bracketed(graph: Lists, step: Any) -> str:
    inner = write_path(graph, step)
    return f"({inner})" if graph.is_list(step) else inner
