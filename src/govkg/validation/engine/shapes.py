"""A shapes graph, taken apart: what core SHACL checks, and which queries are left."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from govkg.validation.engine.paths import write_path
from govkg.validation.findings import Message, Severity
from govkg.vocabulary import DCTERMS, OWL, RDF, SH

_TARGETS: Final = frozenset(
    f"{SH}{name}" for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)
_NO_CONSTRAINTS: Final = _TARGETS | {
    f"{SH}{name}"
    for name in (
        *("sparql", "path", "deactivated", "severity", "message"),
        *("name", "description", "order", "group", "defaultValue"),
    )
}
_EXTENSIONS: Final = frozenset(
    f"{SH}{name}" for name in ("parameter", "validator", "nodeValidator", "target", "js", "rule")
)
_NESTING: Final = tuple(f"{SH}{name}" for name in ("node", "not", "qualifiedValueShape"))
_LISTS: Final = tuple(f"{SH}{name}" for name in ("and", "or", "xone"))


@dataclass(frozen=True, slots=True)
class Constraint:
    """A SPARQL-based constraint (SHACL, section 5.1) and the shape that states it."""

    shape: Any
    query: str
    prefixes: str
    messages: tuple[Literal, ...]


class ShapesGraph:
    """The triples of a shapes graph by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index *triples*."""
        self.triples = list(triples)
        self._objects: dict[tuple[Any, str], list[Any]] = defaultdict(list)
        self._subjects: dict[tuple[str, Any], list[Any]] = defaultdict(list)
        self._predicates: dict[Any, set[str]] = defaultdict(set)
        for triple in self.triples:
            predicate = triple.predicate.value
            self._objects[triple.subject, predicate].append(triple.object)
            self._subjects[predicate, triple.object].append(triple.subject)
            self._predicates[triple.subject].add(predicate)

    def objects(self, node: Any, name: str) -> list[Any]:
        """Give the values of a property of SHACL at *node*."""
        return self._objects.get((node, f"{SH}{name}"), [])

    def value(self, node: Any, name: str) -> Any:
        """Give one value of a property of SHACL at *node*, or ``None``."""
        return next(iter(self.objects(node, name)), None)

    def types(self, node: Any) -> list[Any]:
        """Give the classes of *node*."""
        return self._objects.get((node, f"{RDF}type"), [])

    def parents(self, shape: Any) -> list[Any]:
        """Give the shapes that name *shape* in ``sh:property``."""
        return self._subjects.get((f"{SH}property", shape), [])

    def severity(self, shape: Any) -> Severity:
        """Give the severity of a shape; a Violation unless it says otherwise (section 2.1.4)."""
        stated = self.value(shape, "severity")
        name = stated.value.removeprefix(SH) if stated is not None else "Violation"
        return Severity(name) if name in set(Severity) else Severity.VIOLATION

    def number(self, shape: Any) -> str | None:
        """Give the number of the rule that a shape states."""
        found = self._objects.get((shape, f"{DCTERMS}identifier"), [])
        return found[0].value if found else None

    def message(self, shape: Any) -> Message | None:
        """Give what a shape says where it is not met."""
        return message_of(self.objects(shape, "message"))

    def path(self, shape: Any) -> str | None:
        """Write the path of a property shape as SPARQL does, one IRI plainly."""
        path = self.value(shape, "path")
        return None if path is None else write_path(self, path, plain=True)

    def items(self, head: Any) -> list[Any]:
        """List the members of an RDF list."""
        found = []
        while (head, f"{RDF}first") in self._objects:
            found.append(self._objects[head, f"{RDF}first"][0])
            head = self._objects[head, f"{RDF}rest"][0]
        return found

    def is_list(self, node: Any) -> bool:
        """Say whether *node* begins an RDF list."""
        return (node, f"{RDF}first") in self._objects

    @property
    def extended(self) -> bool:
        """Say whether it defines components, targets or rules beyond the standard's own."""
        return any(not _EXTENSIONS.isdisjoint(names) for names in self._predicates.values())

    @cached_property
    def constraints(self) -> list[Constraint]:
        """List the SPARQL-based constraints that are active."""
        found = []
        for triple in self.triples:
            if triple.predicate.value != f"{SH}sparql" or self._inactive(triple.subject):
                continue
            node = triple.object
            if self._inactive(node):
                continue
            found += [
                Constraint(
                    shape=triple.subject,
                    query=query.value,
                    prefixes=self._prefixes(node),
                    messages=tuple(self.objects(node, "message")),
                )
                for query in self.objects(node, "select")
            ]
        return found

    def sources(self, shape: Any) -> list[Any] | None:
        """List the shapes whose targets are the focus nodes of *shape*.

        ``None`` where they depend on more than targets: on a shape inside of others.
        """
        if self._nested(shape):
            return None
        found = [shape]
        for parent in self.parents(shape):
            if self.value(parent, "path") is not None:
                return None
            above = self.sources(parent)
            if above is None:
                return None
            found += [] if self._inactive(parent) else above
        return found

    def core(self) -> Iterator[Triple]:
        """Give the graph without its queries, and without the shapes that have nothing else."""
        empty = {
            constraint.shape
            for constraint in self.constraints
            if not any(
                name.startswith(SH) and name not in _NO_CONSTRAINTS
                for name in self._predicates[constraint.shape]
            )
        }
        for triple in self.triples:
            if triple.subject in empty or triple.predicate.value == f"{SH}sparql":
                continue
            if triple.predicate.value == f"{SH}property" and triple.object in empty:
                continue
            yield triple

    def _inactive(self, node: Any) -> bool:
        stated = self.value(node, "deactivated")
        return isinstance(stated, Literal) and stated.value in {"true", "1"}

    def _nested(self, shape: Any) -> bool:
        if any((name, shape) in self._subjects for name in _NESTING):
            return True
        return shape in self._members

    @cached_property
    def _members(self) -> set[Any]:
        """Gather the shapes that stand in lists of others."""
        return {
            member
            for triple in self.triples
            if triple.predicate.value in _LISTS
            for member in self.items(triple.object)
        }

    def _prefixes(self, node: Any) -> str:
        """Write the declarations that ``sh:prefixes`` leads to (section 5.2.1)."""
        lines = []
        seen: set[Any] = set()
        waiting = list(self.objects(node, "prefixes"))
        while waiting:
            document = waiting.pop()
            if document in seen:
                continue
            seen.add(document)
            for declaration in self.objects(document, "declare"):
                prefix = self.value(declaration, "prefix").value
                namespace = self.value(declaration, "namespace").value
                lines.append(f"PREFIX {prefix}: <{namespace}>\n")
            waiting += self._objects.get((document, f"{OWL}imports"), [])
        return "".join(sorted(lines))


def message_of(texts: Iterable[Any]) -> Message | None:
    """Make a message of literals in English and Chinese; one without a language is English."""
    found: dict[str, str] = {}
    for text in texts:
        if isinstance(text, Literal):
            found[(text.language or "en").split("-")[0]] = text.value
    if not found:
        return None
    return Message(en=found.get("en") or next(iter(found.values())), zh=found.get("zh"))


def is_node(term: Any) -> bool:
    """Say whether *term* can be a subject."""
    return isinstance(term, NamedNode | BlankNode)
