"""What a check found: one rule, one focus node, one remedy."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from govkg.vocabulary import SHAPES

OWN_COMPONENT: Final = f"{SHAPES}CheckConstraintComponent"


class Severity(StrEnum):
    """The three severities of SHACL (section 2.1.4), worst first."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Message:
    """The rule and its remedy in English, and in Chinese where the rule has it."""

    en: str
    zh: str | None = None

    def texts(self, language: str | None = None) -> tuple[str, ...]:
        """Give it in every language, or in one; in English where it has not that one.

        >>> Message("Give a year.", "请注明年份。").texts("zh"), Message("Give a year.").texts("zh")
        (('请注明年份。',), ('Give a year.',))
        """
        if language is None:
            return (self.en, self.zh) if self.zh else (self.en,)
        return (self.zh if self.zh and language == "zh" else self.en,)


@dataclass(frozen=True)
class Finding:
    """One result of validation.

    *focus_node*, *shape* and *path* are IRIs in full; a *path* of several steps is written as a
    SPARQL property path, a blank node as ``_:name``. *term* is the offending value as N-Triples
    writes it. *rule* is the number under which the data model lists the rule. *line* counts from
    1. *component* is the IRI of the SHACL constraint component that was not met; what no shape
    checks has govkg's own. *nearest* is an IRI much like a value, or a focus node, that nobody
    describes; *described* is the file, and line where known, of what describes a value.
    """

    severity: Severity
    focus_node: str
    shape: str | None
    message: Message
    path: str | None = None
    term: str | None = None
    rule: str | None = None
    component: str = OWN_COMPONENT
    file: str | None = None
    line: int | None = None
    nearest: str | None = None
    described: str | None = None

    @cached_property
    def value(self) -> str | None:
        """The offending value: an IRI in full, the text of a literal."""
        return None if self.term is None else name_of(read_term(self.term))


def read_term(text: str) -> NamedNode | BlankNode | Literal:
    """Read a term as N-Triples writes it.

    >>> read_term('"4,600"').value
    '4,600'
    """
    (quad,) = parse(f"<urn:a> <urn:a> {text} .", format=RdfFormat.N_TRIPLES)
    if not isinstance(quad.object, NamedNode | BlankNode | Literal):
        raise TypeError(f"{text} is no term of RDF 1.1")
    return quad.object


def name_of(term: Any) -> str:
    """Name a term for people: an IRI in full, a literal's text, a blank node as ``_:name``."""
    return f"_:{term.value}" if isinstance(term, BlankNode) else str(term.value)


def conforms(findings: Iterable[Finding]) -> bool:
    """Say whether nothing is a Violation."""
    return all(finding.severity is not Severity.VIOLATION for finding in findings)


def at_least(findings: Iterable[Finding], severity: Severity) -> list[Finding]:
    """Keep what is as bad as *severity*, or worse."""
    ranks = list(Severity)
    wanted = ranks[: ranks.index(severity) + 1]
    return [finding for finding in findings if finding.severity in wanted]


def count(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count the findings of each severity, worst first, those without any included."""
    counts = dict.fromkeys(Severity, 0)
    for finding in findings:
        counts[finding.severity] += 1
    return counts


def summary(findings: Iterable[Finding]) -> str:
    """Count in words.

    >>> summary([])
    'no findings'
    """
    parts = [
        f"{number} {severity}{'s' if number > 1 else ''}"
        for severity, number in count(findings).items()
        if number
    ]
    return ", ".join(parts) or "no findings"


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by severity, then by place: the same findings always in the same order."""
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    return sorted(
        findings,
        key=lambda item: (
            ranks[item.severity],
            item.file or "",
            item.line or 0,
            item.focus_node,
            item.shape or "",
            item.path or "",
            item.term or "",
            item.component,
            item.message.en,
        ),
    )


def distinct(findings: Iterable[Finding]) -> list[Finding]:
    """Keep one of those alike: a value that misses a rule in two ways is one finding."""
    kept: dict[object, Finding] = {}
    for number, finding in enumerate(sorted(findings, key=lambda item: item.component)):
        # Several shapes without a name may say the same.
        kept.setdefault(_SAID(finding) if finding.shape else number, finding)
    return list(kept.values())


_SAID: Final = attrgetter(*(one.name for one in fields(Finding) if one.name != "component"))
"""All of a finding but how it was found."""
