"""Read the results of a release's validation report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from govkg.graph.serialisation import split_declarations
from govkg.iris import document_of
from govkg.release.layout import Layout
from govkg.vocabulary import SH
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.terms.names import Names
from govkg.web.served import ServedRelease

REPORT: Final = "validation-report.ttl"
SEVERITIES: Final = ("Violation", "Warning", "Info")
_KEPT: Final = 4
_END: Final = b" .\n"
_FOCUS: Final = b"\tsh:focusNode <"


@dataclass(frozen=True, slots=True)
class Result:
    """One result: *messages* by language; *shape* is an IRI where the shape has one."""

    severity: str
    focus_node: str
    shape: str
    path: str
    value: str
    messages: Mapping[str, str]
    line: int | None = None

    def message(self, language: str) -> str:
        """Say it in *language*, else in English."""
        return self.messages.get(language) or self.messages.get("en", "")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule and the results at which it was not met."""

    severity: str
    shape: str
    results: tuple[Result, ...]

    def told(self, language: str, limit: int) -> list[tuple[str, list[Result]]]:
        """Gather the first *limit* results by what they say, so that it is said once."""
        found: dict[str, list[Result]] = defaultdict(list)
        for result in self.results[:limit]:
            found[result.message(language)].append(result)
        return list(found.items())


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a report in Turtle says what of a document: from one byte to another.

    *declared* are the prefixes that it is said with.
    """

    declared: bytes
    blocks: Mapping[str, Sequence[tuple[int, int]]]


@lru_cache(maxsize=_KEPT)
def _places(layout: Layout, edition: str) -> _Places | None:
    """Tell the results in a report apart by the documents of their focus nodes.

    ``None`` where there is no report. An *edition* has the same one for ever.

    Many results are large, and few are ever asked for: so it is not parsed. Our own library wrote
    it, a block for each subject, with escapes for all tabs and ends of lines in what it quotes.
    """
    del edition
    file = layout.files / REPORT
    if not file.exists():
        return None
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    text = file.read_bytes()
    declared, _ = split_declarations(text)
    start = 0
    while (end := text.find(_END, start)) >= 0:
        at = text.find(_FOCUS, start, end)
        if at >= 0:
            at += len(_FOCUS)
            focus_node = text[at : text.index(b">", at)].decode()
            found[document_of(focus_node)].append((start, end + len(_END)))
        start = end + len(_END)
    return _Places(b"".join(declared), dict(found))


@lru_cache(maxsize=_KEPT)
def _read(file: Path) -> tuple[Result, ...]:
    return tuple(_results(parse(path=file, format=RdfFormat.TURTLE)))


def _results(quads: Iterable[Quad]) -> list[Result]:
    facts: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        facts[quad.subject][quad.predicate.value.removeprefix(SH)].append(quad.object)
    found = [_result(said) for said in facts.values() if "resultSeverity" in said]
    return sorted(found, key=lambda item: (item.shape, item.focus_node, item.value))


def _result(said: Mapping[str, list[Any]]) -> Result:
    def text(name: str) -> str:
        values = said.get(name, [])
        return str(values[0].value) if values else ""

    messages = [item for item in said.get("resultMessage", []) if isinstance(item, Literal)]
    path = next(iter(said.get("resultPath", [])), None)
    return Result(
        severity=text("resultSeverity").removeprefix(SH),
        focus_node=text("focusNode"),
        shape=text("sourceShape"),
        path=path.value if isinstance(path, NamedNode) else "",
        value=text("value"),
        messages={item.language or "en": item.value for item in messages},
    )


def results_of(release: ServedRelease) -> tuple[Result, ...]:
    """Give all results of a release; none where it was published without rules."""
    file = release.layout.files / REPORT
    return _read(file) if file.exists() else ()


def results_about(release: ServedRelease, iri: str) -> Sequence[Result]:
    """Give the results at *iri* and at the fragments of its document."""
    places = _places(release.layout, release.edition)
    blocks = places.blocks.get(document_of(iri)) if places else None
    if not places or not blocks:
        return ()
    with (release.layout.files / REPORT).open("rb") as file:
        pieces = [places.declared]
        for start, end in blocks:
            file.seek(start)
            pieces.append(file.read(end - start))
    return _results(parse(b"".join(pieces), format=RdfFormat.TURTLE))


def by_rule(results: Iterable[Result]) -> list[Broken]:
    """Gather results by rule, the worst first."""
    found: dict[tuple[int, str], list[Result]] = defaultdict(list)
    for result in results:
        found[SEVERITIES.index(result.severity), result.shape].append(result)
    return [
        Broken(SEVERITIES[rank], shape, tuple(items))
        for (rank, shape), items in sorted(found.items())
    ]


def names_in(release: ServedRelease, reader: Reader, broken: Iterable[Broken], limit: int) -> Names:
    """Look up what the first *limit* results of each rule are about."""
    focus_nodes = {result.focus_node for rule in broken for result in rule.results[:limit]}
    return Names(release, reader, focus_nodes)
