"""Check one document against a release, in a process of its own that can be killed.

Run as ``python -m govkg.validation.document``: a line of JSON with the `Order` on standard input,
then the document; the report on standard output, or a line of JSON that says what is wrong.
"""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from pyoxigraph import Quad, RdfFormat, Store, parse

from govkg.errors import UnreadableError
from govkg.formats import GRAPH_FORMATS, SOURCE_EXTENSIONS
from govkg.validation.engine.core import plain_name, write_triples
from govkg.validation.findings import Finding, distinct, ordered
from govkg.validation.lines import subject_lines
from govkg.validation.parts.directory import Directory
from govkg.validation.parts.graph import PartedGraph, homes_of
from govkg.validation.parts.lines import Lines
from govkg.validation.parts.outline import outlines_of
from govkg.validation.parts.part import Part
from govkg.validation.parts.surroundings import surroundings
from govkg.validation.parts.tasks import Task, read_graph, run
from govkg.validation.report import write_report
from govkg.validation.report.turtle import write_graph
from govkg.validation.rules.kept import KeptRules
from govkg.validation.rules.reading import Rules
from govkg.validation.syntax import explain

REFUSED: Final = 3
"""The exit code where the document cannot be read."""
_NAME: Final = "document"
_NOTHING: Final = (
    "it says nothing: send statements as the body, and JSON-LD with an “@context” that gives its "
    "keys their meaning"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to check, against what, and how to report.

    *form* and *report* are extensions of `formats`, *report* also ``json`` or ``text``. *known* is
    a file that may have what was found out about the shapes. *memory* is in bytes, *seconds* are of
    processor time.
    """

    form: str
    report: str
    base_iri: str
    shapes: str
    known: str
    store: str
    memory: int
    seconds: int

    def write(self) -> bytes:
        """Write it as the line that `main` reads."""
        return json.dumps(asdict(self)).encode() + b"\n"


def main(given: BinaryIO, taken: BinaryIO) -> int:
    """Read an order and a document from *given*, write the report to *taken*."""
    order = Order(**json.loads(given.readline()))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (order.seconds, order.seconds))
    resource.setrlimit(resource.RLIMIT_AS, (order.memory, order.memory))
    text = ""
    try:
        text = given.read().decode("utf-8-sig")
        quads = list(_parse(text, order))
        if not quads:
            return _refuse(taken, _NOTHING, None)
        findings = check(text, quads, order)
    except SyntaxError as error:
        reason = explain(error, text, SOURCE_EXTENSIONS[order.form])
        return _refuse(taken, reason, error.lineno)
    except (UnicodeDecodeError, UnreadableError, ValueError) as error:
        return _refuse(taken, _reason(error), None)
    taken.write(_written(findings, order.report, text))
    return 0


def check(text: str, quads: list[Quad], order: Order) -> list[Finding]:
    """Check what a document says, in the light of the release."""
    quads_of_shapes = parse(path=order.shapes, format=RdfFormat.N_QUADS)
    shapes = write_triples(quad.triple for quad in quads_of_shapes)
    rules = Rules(read_graph(shapes), KeptRules(Path(order.known), writing=False))
    around = surroundings(Store.read_only(order.store), quads, rules.footprint)
    own = [f"{quad.triple} ." for quad in quads]
    parts = (Part(_NAME, Lines(own)), Part("release", Lines(around), shared=True))
    if rules.divisible:
        directory = Directory(outlines_of(parts, rules.directions))
        graph = PartedGraph(parts, directory, rules.directions)
        homes = homes_of([graph.neighbourhood(0)])
    else:
        homes = frozenset(plain_name(str(quad.subject)) for quad in quads)
    queries = rules.queries if rules.fast else None
    found = run(Task(shapes, parts, homes=homes, queries=queries))
    places: dict[str, int] = {}
    for iri, line in subject_lines(text) if order.form == "ttl" else ():
        places.setdefault(iri, line)
    located = (replace(item, line=places.get(item.focus_node)) for item in distinct(found))
    return ordered(located)


def _parse(text: str, order: Order) -> Iterator[Quad]:
    codec = SOURCE_EXTENSIONS[order.form].codec
    return parse(text, format=codec, base_iri=order.base_iri, rename_blank_nodes=True)


def _written(findings: list[Finding], report: str, text: str) -> bytes:
    for form in GRAPH_FORMATS:
        if form.extension == report:
            return write_graph(findings, form.codec)
    return write_report(findings, report, text).encode()


def _refuse(taken: BinaryIO, reason: str, line: int | None) -> int:
    taken.write(json.dumps({"reason": reason, "line": line}).encode())
    return REFUSED


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8: {error.reason} at byte {error.start}"
    return " ".join(str(error).split())


if __name__ == "__main__":
    sys.path = [path for path in sys.path if Path(path) != Path.cwd()]
    sys.exit(main(sys.stdin.buffer, sys.stdout.buffer))
