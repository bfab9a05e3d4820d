"""SPARQL-based constraints (SHACL, section 5), each asked once for all focus nodes."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, QuerySolutions

from govkg.validation.engine.data import Data
from govkg.validation.engine.paths import write_path
from govkg.validation.engine.shapes import Constraint, ShapesGraph, message_of
from govkg.validation.engine.targets import Targets
from govkg.validation.findings import Finding, Message, name_of
from govkg.vocabulary import SH

COMPONENT: Final = f"{SH}SPARQLConstraintComponent"
_PATH: Final = re.compile(r"(?<=[\s{}()])[$?]PATH\b")
_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


def query_of(graph: ShapesGraph, constraint: Constraint) -> str:
    """Write out the query of *constraint*: prefixes before it, the shape's path for ``$PATH``."""
    path = graph.value(constraint.shape, "path")
    text = constraint.query
    if path is not None:
        written = write_path(graph, path)
        text = _PATH.sub(lambda _: written, text)
    needed = (
        line for line in constraint.prefixes.splitlines(keepends=True) if line.split()[1] in text
    )
    return "".join(needed) + text


def ask(graph: ShapesGraph, constraint: Constraint, data: Data) -> Iterator[Finding]:
    """Find the focus nodes in *data* that do not meet *constraint*."""
    sources = graph.sources(constraint.shape) or []
    targets = Targets(graph, sources, data.store)
    solutions = data.store.query(data.narrowed(query_of(graph, constraint)))
    if not isinstance(solutions, QuerySolutions):
        return
    names = [variable.value for variable in solutions.variables]
    seen: set[tuple[Any, ...]] = set()
    for solution in solutions:
        row = tuple(solution[name] for name in names)
        if row not in seen and solution["this"] in targets:
            seen.add(row)
            yield _finding(graph, constraint, dict(zip(names, row, strict=True)))


def _finding(graph: ShapesGraph, constraint: Constraint, row: Mapping[str, Any]) -> Finding:
    shape = constraint.shape
    path = row.get("path")
    value = row.get("value")
    if value is None and graph.value(shape, "path") is None:
        value = row["this"]
    return Finding(
        severity=graph.severity(shape),
        focus_node=name_of(row["this"]),
        shape=shape.value if isinstance(shape, NamedNode) else None,
        message=_message(graph, constraint, row),
        path=path.value if isinstance(path, NamedNode) else graph.path(shape),
        term=None if value is None else str(value),
        rule=graph.number(shape),
        component=COMPONENT,
    )


def _message(graph: ShapesGraph, constraint: Constraint, row: Mapping[str, Any]) -> Message:
    """Fill the template of *constraint* (section 5.3.2), or say what its shape says."""
    said = row.get("message")
    texts = [said] if said is not None else list(constraint.messages)
    message = message_of(_filled(text, row) for text in texts) or graph.message(constraint.shape)
    return message or Message(en="The rule is not met.")


def _filled(text: Literal, row: Mapping[str, Any]) -> Literal:
    def fill(place: re.Match[str]) -> str:
        term = row.get(place[1])
        return place[0] if term is None else name_of(term)

    return Literal(_PLACE.sub(fill, text.value), language=text.language)
