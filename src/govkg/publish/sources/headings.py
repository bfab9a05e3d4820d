"""Find, at the top of data files, a base or a namespace that is all but the one that is meant."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

from govkg.publish.sources.reading import Source
from govkg.validation.findings import Finding, Message, Severity
from govkg.validation.lines import heading
from govkg.vocabulary import PREFIXES, SHAPES

_HEADING: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:@?(?:prefix|base)\b[^\n]*\n|\s*(?:#[^\n]*)?\n)+", re.IGNORECASE
)
"""Directives, comments and empty lines before the first statement."""
_EXTENSIONS: Final = (".ttl", ".trig")


def check_headings(sources: Iterable[Source], base_iri: str) -> Iterator[Finding]:
    """Look at what the names in *sources* are short for: one slip there is one in all of them."""
    for source in sources:
        if not source.name.lower().endswith(_EXTENSIONS):
            continue
        top = _HEADING.match(source.content)
        for finding in _check(top[0], base_iri) if top else ():
            yield replace(finding, file=source.name)


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
