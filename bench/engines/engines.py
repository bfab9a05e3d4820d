"""One engine, one graph, one set of shapes: in a process of its own, so that all else is fair.

Run as ``python -m bench.engines.engines ENGINE DATA SHAPES``, both N-Triples. Lines of JSON are
written: how many shapes are done, where the engine can tell, and at last what was found. Time
counts from the files to the results; what it takes to load the libraries is left out.
"""

import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, Final

Row = tuple[str, ...]
"""Severity, focus node, shape, component and value of a result, without brackets and datatypes."""
Engine = Callable[[Path, Path], Iterator[Row]]

_LITERAL: Final = re.compile(r'"(.*)"(?:@[\w-]+|\^\^\S+)?', re.DOTALL)

TARGETS: Final = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
LIBRARIES: Final = {
    "govkg": "govkg",
    "shacl": "shacl",
    "pyrudof": "pyrudof",
    "pySHACL": "pyshacl",
    "pySHACL over Oxigraph": "pyshacl",
}
"""The engines, and what each needs installed."""


def main(name: str, data: Path, shapes: Path) -> None:
    """Validate *data* with the engine called *name*, and write what it found."""
    engine = _engine(name)
    begun = time.process_time()
    rows = sorted(engine(data, shapes))
    processor = time.process_time() - begun
    _write({"rows": rows, "processor": processor, "memory": _peak()})


def _engine(name: str) -> Engine:
    import_module(LIBRARIES[name])
    if name == "govkg":
        import_module("govkg.validation.parts.checking")
        return _govkg
    if name.startswith("pySHACL"):
        _count_shapes()
        return _pyshacl if name == "pySHACL" else _pyshacl_over_oxigraph
    return {"shacl": _shacl, "pyrudof": _pyrudof}[name]


def _govkg(data: Path, shapes: Path) -> Iterator[Row]:
    from pyoxigraph import parse

    from govkg.validation.parts.checking import check_parts
    from govkg.validation.parts.lines import Lines
    from govkg.validation.parts.part import Part

    lines = data.read_text(encoding="utf-8").splitlines()
    rules = (quad.triple for quad in parse(path=shapes))
    for found in check_parts([Part("data", Lines(lines))], rules):
        value = found.value or ""
        yield found.severity, found.focus_node, found.shape or "", found.component, value


def _shacl(data: Path, shapes: Path) -> Iterator[Row]:
    import shacl

    rules = shacl.Shapes.from_text(shapes.read_text(encoding="utf-8"), format="ntriples")
    text = data.read_text(encoding="utf-8")
    for found in rules.validate_text(text, format="ntriples").results:
        shape, value = _plain(found.source_shape or ""), found.value_plain or ""
        yield found.severity, _plain(found.focus_node), shape, found.component_iri, _plain(value)


def _pyrudof(data: Path, shapes: Path) -> Iterator[Row]:
    import pyrudof

    session = pyrudof.Rudof(pyrudof.RudofConfig())
    session.read_data(data, pyrudof.RDFFormat.NTriples)
    session.read_shacl(shapes, pyrudof.ShaclFormat.NTriples)
    for found in session.validate_shacl():
        shape, value = _plain(found.source_shape or ""), _plain(found.value or "")
        yield found.severity, _plain(found.focus_node), shape, found.constraint_component, value


def _pyshacl(data: Path, shapes: Path) -> Iterator[Row]:
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none").parse(data, format="nt")
    return _validated(graph, shapes)


def _pyshacl_over_oxigraph(data: Path, shapes: Path) -> Iterator[Row]:
    from pyoxigraph import Store

    store = Store()
    store.bulk_load(path=data)
    return _validated(store, shapes)


def _validated(graph: Any, shapes: Path) -> Iterator[Row]:
    import pyshacl
    import rdflib
    from rdflib import SH

    rules = rdflib.Graph(bind_namespaces="none").parse(shapes, format="nt")
    _, report, _ = pyshacl.validate(graph, shacl_graph=rules, inplace=True, allow_warnings=True)
    head = report.value(None, rdflib.RDF.type, SH.ValidationReport)
    names = (SH.resultSeverity, SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent)
    for result in report.objects(head, SH.result):
        severity, focus, shape, component = (str(report.value(result, name)) for name in names)
        value = report.value(result, SH.value)
        short = severity.removeprefix(str(SH))
        yield short, focus, shape, component, "" if value is None else str(value)


def _count_shapes() -> None:
    """Have pySHACL tell how many of the shapes with targets it has done."""
    from pyshacl.shape import Shape
    from rdflib import SH

    validate, numbers = Shape.validate, count(1)

    def counted(shape: Any, *arguments: Any, **options: Any) -> Any:
        done = validate(shape, *arguments, **options)
        graph = shape.sg.graph
        if any((shape.node, SH[name], None) in graph for name in TARGETS):
            _write({"shapes": next(numbers)})
        return done

    setattr(Shape, "validate", counted)  # noqa: B010  # a method is not assigned to


def _peak() -> int:
    """Give the most memory that this process had, in bytes; its parent's does not count."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if "VmHWM" in line) * 1024


def _plain(term: str) -> str:
    """Take the marks of N-Triples off a term; what has none stays as it is."""
    if term.startswith("<"):
        return term[1:-1]
    marked = _LITERAL.fullmatch(term)
    return marked[1] if marked else term


def _write(line: dict[str, Any]) -> None:
    sys.stdout.write(f"{json.dumps(line)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
