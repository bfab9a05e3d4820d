"""``govkg query``: an example query or a file, asked of the active release."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from govkg.errors import NotFoundError, ReleaseError, RequestError, SourceError, UnreadableError
from govkg.graph.sparql.evaluation import Answer, Limits, Question, evaluate
from govkg.graph.sparql.parameters import bind, read_term
from govkg.graph.store import open_store
from govkg.release.layout import Layout, active_release
from govkg.release.manifest import read_manifest
from govkg.release.queries import Example, find_example, read_example
from govkg.settings import Project
from govkg.vocabulary import curie

TABLE: Final = "table"
FORMATS: Final = (TABLE, "csv", "json")

_UNBOUNDED: Final = Limits(seconds=float("inf"), memory=sys.maxsize, answer=sys.maxsize)


def ask_release(project: Project, name: str, values: Mapping[str, str], form: str) -> bytes | str:
    """Answer the query *name*, one of the release's or a file, with *values* of its parameters.

    *form* is one of `FORMATS`; a query for a graph is answered in Turtle whatever it is.

    Raises:
        ReleaseError: nothing was published yet.
        SourceError: a file cannot be read.
        UnreadableError: there is no such query, or it cannot be asked like this.
    """
    layout = active_release(project.releases)
    if layout is None:
        raise ReleaseError(f"{project.releases}: nothing published yet; run “govkg publish”")
    example = _find(layout, name)
    try:
        body = _read(_answer(layout, example, values, form))
    except RequestError as error:
        raise UnreadableError(f"{name}: {error}") from None
    if form != TABLE or example.form not in {"select", "ask"}:
        return body
    return _table(json.loads(body))


def _find(layout: Layout, name: str) -> Example:
    try:
        return find_example(layout.queries, name)
    except NotFoundError:
        file = Path(name)
    try:
        return read_example(file.stem, file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        known = ", ".join(sorted(path.stem for path in layout.queries.glob("*.rq")))
        raise UnreadableError(f"{name}: no such query or file; queries here: {known}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(file, str(error)) from error


def _answer(layout: Layout, example: Example, values: Mapping[str, str], form: str) -> Answer:
    parameters = {parameter.name: parameter for parameter in example.parameters}
    for name in values:
        if name not in parameters:
            known = f"it takes {', '.join(parameters)}" if parameters else "it takes none"
            raise UnreadableError(f"{example.name}: unknown parameter “{name}”: {known}")
    terms = {
        parameters[name].variable: read_term(parameters[name], value)
        for name, value in values.items()
    }
    question = Question(
        store=str(layout.store),
        query=bind(example.text, terms),
        base_iri=read_manifest(layout.manifest).dataset.base_iri,
        formats=("json" if form == TABLE else form, "turtle"),
    )
    return evaluate(question, _UNBOUNDED, open_store(layout.store))


def _read(answer: Answer) -> bytes:
    if answer.file is None:
        return answer.body
    with os.fdopen(answer.file, "rb") as file:
        file.seek(0)
        return file.read()


def _table(results: Mapping[str, object]) -> str:
    """Draw SPARQL JSON results as a table, IRIs short where a prefix is known."""
    if "boolean" in results:
        return f"{str(results['boolean']).lower()}\n"
    head, body = results["head"], results["results"]
    if not isinstance(head, dict) or not isinstance(body, dict):
        raise TypeError("no SPARQL results")
    names: Sequence[str] = head["vars"]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        numbers = all(_is_number(row.get(name)) for row in body["bindings"])
        table.add_column(name, justify="right" if numbers else "left", overflow="fold")
    for row in body["bindings"]:
        table.add_row(*(_cell(row.get(name)) for name in names))
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 10_000)
    with console.capture() as captured:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _is_number(term: Mapping[str, str] | None) -> bool:
    return term is None or term.get("datatype", "").endswith(("#integer", "#decimal"))


def _cell(term: Mapping[str, str] | None) -> str:
    if term is None:
        return ""
    return curie(term["value"]) or term["value"] if term["type"] == "uri" else term["value"]
