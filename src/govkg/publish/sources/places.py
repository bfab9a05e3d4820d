"""Find the file and line where a node is described."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from govkg.publish.sources.answers import Answer, Ask, Question, answers
from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.reading import Source
from govkg.validation.lines import subject_lines
from govkg.validation.parts.part import split_line

Place = tuple[str, int | None]


class Places:
    """The files, and lines where known, in which sources describe some nodes.

    A blank node stands where what leads to it does.
    """

    def __init__(
        self, sources: Iterable[Source], iris: Iterable[str], kept: KeptSources | None = None
    ) -> None:
        """Look for *iris* in *sources*, or in what is *kept*; the first place is the one."""
        self._places = _first_places(answers(_DESCRIBED, set(iris), sources, kept))

    def find(self, iri: str) -> Place | None:
        """Give file and line (from 1) of what is said about *iri*."""
        return self._places.get(iri)


def find_mentions(
    sources: Iterable[Source], iris: Iterable[str], kept: KeptSources | None = None
) -> dict[str, Place]:
    """Give the file, and line where known, of what first points at each of *iris*."""
    return _first_places(answers(_MENTIONED, set(iris), sources, kept))


def _first_places(found: Iterable[tuple[str, Answer]]) -> dict[str, Place]:
    places: dict[str, Place] = {}
    for name, answer in found:
        for node, line in answer.items():
            places.setdefault(node, (name, line))
    return places


def _describing(wanted: AbstractSet[str]) -> Ask:
    blank = {iri for iri in wanted if iri.startswith("_:")}

    def ask(source: Source) -> Answer:
        holders = _holders(source, blank) if blank else {}
        looked_for = wanted | set(holders.values()) if holders else wanted
        lines = dict(source.subjects.places(looked_for))
        named = {node: line for node, line in lines.items() if node in wanted}
        return named | {node: lines.get(holder) for node, holder in holders.items()}

    return ask


def _mentioning(wanted: AbstractSet[str]) -> Ask:
    def ask(source: Source) -> Answer:
        leads: dict[str, set[str]] = defaultdict(set)
        for line in source.lines:
            subject, _, value = split_line(line)
            if value.startswith("<") and value[1:-1] in wanted:
                leads[value[1:-1]].add(subject.strip("<>"))
        lines = dict(reversed(list(subject_lines(source.text)))) if leads else {}
        return {
            node: min((lines[subject] for subject in subjects if subject in lines), default=None)
            for node, subjects in leads.items()
        }

    return ask


_DESCRIBED: Final = Question("described", _describing)
_MENTIONED: Final = Question("mentioned", _mentioning)


def _holders(source: Source, blank: AbstractSet[str]) -> dict[str, str]:
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
