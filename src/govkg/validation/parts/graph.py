"""The graph by subject, and the view of it that checking some parts needs."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from govkg.validation.engine.core import plain_name
from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.parts.footprint import Footprint
from govkg.vocabulary import SH

_TARGET: Final = f"{SH}targetObjectsOf"


@dataclass(frozen=True, slots=True)
class Part:
    """One source's graph, as lines of N-Quads; *shared* is what every part may look at."""

    name: str
    lines: Sequence[str] = field(repr=False)
    shared: bool = False

    @property
    def triples(self) -> Iterator[str]:
        """The same as lines of N-Triples."""
        return (" ".join((*split_line(line), ".")) for line in self.lines)

    @property
    def size(self) -> int:
        """Its size in characters."""
        return sum(map(len, self.lines))


def split_line(line: str) -> tuple[str, str, str]:
    """Give subject, predicate and object of a line of N-Quads.

    >>> split_line('<a:s> <a:p> "of <a:x>" <a:g> .')
    ('<a:s>', '<a:p>', '"of <a:x>"')
    """
    subject, predicate, rest = line[:-2].split(" ", 2)
    value, space, graph = rest.rpartition(" ")
    # No name of a graph has a quotation mark: else it is the end of a literal.
    named = space and '"' not in graph and graph.startswith(("<", "_:"))
    return subject, predicate, value if named else rest


@dataclass(frozen=True, slots=True)
class View:
    """What checking some parts looks at, and the names of the nodes whose results are theirs."""

    lines: str
    homes: frozenset[str]


class PartedGraph:
    """Parts, by subject. Terms are as N-Triples writes them."""

    def __init__(self, parts: Iterable[Part], footprint: Footprint, shapes: ShapesGraph) -> None:
        """Index *parts* for rules that look as far as *footprint*."""
        self.parts = sorted(parts, key=lambda part: part.name)
        self._forward = {f"<{name}>" for name in footprint.forward}
        self._backward = {f"<{name}>" for name in footprint.backward}
        self._witnessed = {
            str(triple.object) for triple in shapes.triples if triple.predicate.value == _TARGET
        } - self._backward
        self._lines: dict[str, list[str]] = defaultdict(list)
        self._sources: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._witnesses: dict[tuple[str, str], str] = {}
        own: set[str] = set()
        for part in self.parts:
            for line in part.lines:
                self._add(line)
            if not part.shared:
                own |= _subjects(part)
        self._common = self._lines.keys() - own
        self._digests: dict[str, bytes] = {}
        self._known_edges: dict[str, list[tuple[str, str]]] = {}

    def _add(self, line: str) -> None:
        subject, predicate, value = split_line(line)
        self._lines[subject].append(line)
        if predicate in self._backward:
            self._sources[predicate, value].append(subject)
        elif predicate in self._witnessed:
            known = self._witnesses.get((predicate, value))
            self._witnesses[predicate, value] = min(known, subject) if known else subject

    def homes(self, part: Part) -> set[str]:
        """Give what *part* describes, and what it mentions and nobody describes."""
        described = _subjects(part)
        pointing = self._witnessed | self._backward
        mentioned = {
            value
            for subject in described
            for predicate, value in self._edges(subject)
            if value not in self._lines and (not value.startswith('"') or predicate in pointing)
        }
        return described | mentioned

    def view(self, parts: Iterable[Part]) -> View:
        """Gather all that the rules look at from the nodes of *parts*."""
        homes = {node for part in parts for node in self.homes(part)}
        seen = self._reach(homes) | self._common
        lines = [
            f"{node} {predicate} {value} ."
            for node in sorted(seen)
            for predicate, value in dict.fromkeys(self._edges(node))
        ]
        lines += self._incoming(homes)
        self._known_edges.clear()
        named = frozenset(plain_name(node) for node in homes)
        return View("\n".join(dict.fromkeys(lines)) + "\n", named)

    def key(self, part: Part) -> str:
        """Name what checking *part* depends on, the rules aside."""
        homes = self.homes(part)
        digest = hashlib.sha256(self._common_digest)
        # Parts that lead to one another reach the same, and have results of their own.
        digest.update("\n".join(sorted(homes)).encode())
        for node in sorted(self._reach(homes)):
            digest.update(self._digest(node))
        for line in self._incoming(homes):
            digest.update(line.split(" ", 1)[1].encode())
        return digest.hexdigest()

    def lines(self, predicates: frozenset[str] | None) -> Iterator[str]:
        """Give the lines with some predicates; with ``None``, all."""
        wanted = None if predicates is None else {f"<{name}>" for name in predicates}
        for node in self._lines:
            for line in self._lines[node]:
                _, predicate, value = split_line(line)
                if wanted is None or predicate in wanted:
                    yield f"{node} {predicate} {value} ."

    def _edges(self, node: str) -> list[tuple[str, str]]:
        """List what is said of *node*: property and value."""
        known = self._known_edges.get(node)
        if known is None:
            known = [split_line(line)[1:] for line in self._lines.get(node, ())]
            self._known_edges[node] = known
        return known

    def _reach(self, homes: set[str]) -> set[str]:
        """Follow the rules' properties from *homes*, as far as they lead."""
        seen = set(homes)
        waiting = list(homes)
        while waiting:
            node = waiting.pop()
            inner = node in homes
            found = []
            for predicate, value in self._edges(node):
                if inner:
                    found.append(predicate)
                if inner or predicate in self._forward:
                    found.append(value)
            for predicate in self._backward:
                found += self._sources.get((predicate, node), ())
            for other in found:
                if other not in seen and other in self._lines and other not in self._common:
                    seen.add(other)
                    waiting.append(other)
        return seen - self._common

    def _incoming(self, homes: set[str]) -> list[str]:
        """Give one triple for each way in which a node of *homes* is a target as a value."""
        return [
            f"{self._witnesses[predicate, node]} {predicate} {node} ."
            for predicate in sorted(self._witnessed)
            for node in sorted(homes)
            if (predicate, node) in self._witnesses
        ]

    def _digest(self, node: str) -> bytes:
        known = self._digests.get(node)
        if known is None:
            said = sorted({" ".join(edge) for edge in self._edges(node)})
            text = "\n".join((node, *said))
            known = self._digests[node] = hashlib.sha256(text.encode()).digest()
        return known

    @cached_property
    def _common_digest(self) -> bytes:
        digest = hashlib.sha256()
        for node in sorted(self._common):
            digest.update(self._digest(node))
        return digest.digest()


def _subjects(part: Part) -> set[str]:
    return {line[: line.index(" ")] for line in part.lines}
