"""Find, at the top of data files, a base or a namespace that is all but the one that is meant."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from govkg.publish.sources.answers import Answer, Ask, Question, answers
from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.reading import Source
from govkg.validation.findings import Finding, Message, Severity
from govkg.validation.lines import heading
from govkg.validation.rules.software import software
from govkg.vocabulary import PREFIXES, SHAPES

_HEADING: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:@?(?:prefix|base)\b[^\n]*\n|\s*(?:#[^\n]*)?\n)+", re.IGNORECASE
)
"""Directives, comments and empty lines before the first statement."""
_EXTENSIONS: Final = (".ttl", ".trig")


def check_headings(
    sources: Sequence[Source], base_iri: str, kept: KeptSources | None = None
) -> Iterator[Finding]:
    """Look at what the names in *sources* are short for: one slip there is one in all of them.

    Those of which it is *kept* that there is none are not opened.
    """
    slips = dict(answers(_SLIPS, {_rules(base_iri)}, sources, kept))
    for source in sources:
        for finding in _look(source, base_iri) if source.name in slips else ():
            yield replace(finding, file=source.name)


def _rules(base_iri: str) -> str:
    """Name all that answers follow from: the base and, behind a space, the code."""
    code = (software(), str(PREFIXES), Path(__file__).read_text(encoding="utf-8"))
    return f"{base_iri} {hashlib.sha256(''.join(code).encode()).hexdigest()}"


def _slipped(rules: AbstractSet[str]) -> Ask:
    def ask(source: Source) -> Answer:
        return {one: None for one in rules if _look(source, one.partition(" ")[0])}

    return ask


_SLIPS: Final = Question("headings", _slipped)
"""Whether there is a slip in the heading of a source."""


def _look(source: Source, base_iri: str) -> list[Finding]:
    if not source.name.lower().endswith(_EXTENSIONS):
        return []
    top = _HEADING.match(source.content())
    return _check(top[0], base_iri) if top else []


@lru_cache(maxsize=64)
def _check(top: bytes, base_iri: str) -> list[Finding]:
    """Look at one heading, which most files of a project have in common."""
    findings = []
    for prefix, iri, line in heading(top.decode("utf-8-sig", errors="ignore")):
        if prefix is None:
            found = _check_base(urljoin(base_iri, iri), base_iri)
        else:
            found = _check_prefix(prefix, iri)
        if found:
            shape, namespace, message = found
            findings.append(
                Finding(
                    severity=Severity.VIOLATION,
                    focus_node=namespace,
                    shape=f"{SHAPES}{shape}",
                    message=message,
                    line=line,
                )
            )
    return findings


_Found = tuple[str, str, Message]


def _check_base(base: str, base_iri: str) -> _Found | None:
    if base.startswith(base_iri):
        return None
    message = Message(
        en="The @base of a file is the project’s base IRI, or below it; what others describe has "
        f"its IRI in full, or a prefix. Write @base <{base_iri}> .",
        zh="文件的@base须为项目的基础IRI或其下的IRI；他人描述的事物请用完整IRI或前缀。"
        f"请写作@base <{base_iri}> .",
    )
    return "File-base", base, message


def _check_prefix(prefix: str, namespace: str) -> _Found | None:
    known = PREFIXES.get(prefix)
    if known is None or namespace == known or _bare(namespace) != _bare(known):
        return None
    message = Message(
        en=f"A namespace is known letter by letter. Write @prefix {prefix}: <{known}> .",
        zh=f"命名空间须逐字一致。请写作@prefix {prefix}: <{known}> .",
    )
    return "File-prefix", namespace, message


def _bare(namespace: str) -> str:
    """Leave out what is easily mistaken: http for https, the sign at the end."""
    return namespace.lower().partition("://")[2].removeprefix("www.").rstrip("#/")
