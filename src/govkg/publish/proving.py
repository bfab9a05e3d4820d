"""Prove a release: make all of it anew from its canonical dump, its shapes and its settings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import BlankNode, Quad, QuerySolution, QuerySolutions, Store, Triple, parse

from govkg.iris import Addresses
from govkg.publish.addresses import check_addresses
from govkg.publish.presentation import read_layout
from govkg.publish.sources.files import ontology_graphs
from govkg.release.canonical import read_lines
from govkg.release.files.packing import graph_of_line
from govkg.release.history.log import read_log
from govkg.release.layout import Layout
from govkg.release.manifest import REPORT, read_manifest
from govkg.release.verification.recomputation import Check, look, recompute
from govkg.validation.findings import Finding
from govkg.validation.parts.checking import check_parts
from govkg.validation.parts.lines import Lines
from govkg.validation.parts.part import Part
from govkg.validation.report.turtle import report_triples
from govkg.vocabulary import SH

_RESULTS: Final = f"""
PREFIX sh: <{SH}>
SELECT ?severity ?focus ?component ?shape ?path ?value {{
  ?report sh:result ?result .
  ?result sh:resultSeverity ?severity ; sh:focusNode ?focus .
  ?result sh:sourceConstraintComponent ?component .
  OPTIONAL {{ ?result sh:sourceShape ?shape }}
  OPTIONAL {{ ?result sh:resultPath ?path }}
  OPTIONAL {{ ?result sh:value ?value }}
}}
"""


def prove(layout: Layout) -> Iterator[Check]:
    """Check everything about a release, one thing after the other."""
    yield from recompute(layout)
    yield from look(
        layout,
        {
            "pages are laid out as the shapes say": _check_presentation,
            "the report says what validation finds": _check_report,
        },
    )


def _check_presentation(layout: Layout) -> Iterator[str]:
    found = read_layout(parse(path=layout.shapes)).model_dump_json(indent=1)
    if layout.presentation.read_text(encoding="utf-8") != found:
        yield f"{layout.presentation.name} would be written otherwise"


def _check_report(layout: Layout) -> Iterator[str]:
    """Validate again. What a redaction left of a report is not what its content would give."""
    if read_manifest(layout.manifest).redactions:
        return
    told = _results(quad.triple for quad in parse(path=layout.files / REPORT))
    found = _results(report_triples(list(_validated(layout))))
    if told == found or _came_of_redaction(layout):
        return
    for result in sorted((told - found).elements()):
        yield f"nobody finds: {result}"
    for result in sorted((found - told).elements()):
        yield f"it lacks: {result}"


def _came_of_redaction(layout: Layout) -> bool:
    entries = read_log(layout.folder.parent)
    return any(entry.redaction and entry.release == layout.folder.name for entry in entries)


def _validated(layout: Layout) -> Iterator[Finding]:
    dataset = read_manifest(layout.manifest).dataset
    shapes = [quad.triple for quad in parse(path=layout.shapes)]
    graphs: dict[str, list[str]] = defaultdict(list)
    subjects = set()
    for line in read_lines(layout.canonical):
        name = graph_of_line(line)
        graphs[name].append(line)
        if line.startswith("<"):
            subjects.add(line[1 : line.index(">")])
    yield from check_addresses(subjects, Addresses(dataset.base_iri))
    if shapes:
        ontology = f"<{ontology_graphs(dataset.base_iri)}"
        parts = [
            Part(name, Lines(lines), shared=name.startswith(ontology))
            for name, lines in graphs.items()
        ]
        yield from check_parts(parts, shapes)


def _results(report: Iterable[Triple]) -> Counter[str]:
    """Tell results by all but their words; values as a store writes them."""
    store = Store()
    store.bulk_extend(Quad(*triple) for triple in report)
    solutions = store.query(_RESULTS)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(solutions)
    return Counter(_told(solution) for solution in solutions)


def _told(solution: QuerySolution) -> str:
    """Write a result down; what a blank node is called says nothing."""
    return " ".join(
        "_:" if isinstance(term, BlankNode) else str(term) for term in solution if term is not None
    )
