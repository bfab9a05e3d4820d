"""Find the file and line where a node is described."""

from collections.abc import Iterable, Mapping

from govkg.publish.sources import Source
from govkg.validation.lines import subject_lines
from govkg.validation.parts.part import split_line

Place = tuple[str, int | None]


class Places:
    """The files, and lines where known, in which sources describe some nodes.

    A blank node stands where what leads to it does.
    """

    def __init__(self, sources: Iterable[Source], iris: Iterable[str]) -> None:
        """Look for *iris* in *sources*; an earlier place wins over a later one."""
        self._places: dict[str, Place] = {}
        wanted = set(iris)
        blank = {iri for iri in wanted if iri.startswith("_:")}
        for source in sources if wanted else ():
            for node, line in source.subjects.places(wanted):
                self._places.setdefault(node, (source.name, line))
            holders = _holders(source, blank) if blank else {}
            lines = dict(source.subjects.places(set(holders.values()))) if holders else {}
            for node, holder in holders.items():
                self._places.setdefault(node, (source.name, lines.get(holder)))

    def find(self, iri: str) -> Place | None:
        """Give file and line (from 1) of what is said about *iri*."""
        return self._places.get(iri)


def find_mentions(sources: Iterable[Source], iris: Iterable[str]) -> dict[str, Place]:
    """Give the file, and line where known, of what first points at each of *iris*."""
    lost = set(iris)
    found: dict[str, Place] = {}
    for source in sources if lost else ():
        leads: dict[str, str] = {}
        for line in source.lines:
            subject, _, value = split_line(line)
            if value.startswith("<") and value[1:-1] in lost:
                leads.setdefault(value[1:-1], subject.strip("<>"))
        lines = dict(reversed(list(subject_lines(source.text)))) if leads else {}
        for node, subject in leads.items():
            found.setdefault(node, (source.name, lines.get(subject)))
    return found


def _holders(source: Source, blank: set[str]) -> dict[str, str]:
    """Give, for each of the *blank* nodes of *source*, what leads to it and has an IRI."""
    leads: dict[str, str] = {}
    described: list[str] = []
    for line in source.lines:
        subject, _, value = split_line(line)
        if value.startswith("_:"):
            leads.setdefault(value, subject)
        if subject in blank:
            described.append(subject)
    return {node: _first(leads, node) for node in described}


def _first(leads: Mapping[str, str], node: str) -> str:
    passed: set[str] = set()
    while node.startswith("_:") and node in leads and node not in passed:
        passed.add(node)
        node = leads[node]
    return node.strip("<>")
