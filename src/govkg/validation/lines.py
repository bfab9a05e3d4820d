"""Find the line of a Turtle document where a node is described, or a name made short.

Parsers do not tell where a triple stood. The files of a dataset begin each subject at the start of
a line (`CONTRIBUTING.md`), so that a look at these lines is enough; where it is not, there is none.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

_DIRECTIVE: Final = re.compile(r"@?(prefix|base)\s+(?:([\w.-]*):\s*)?<([^<>\s]*)>", re.IGNORECASE)
_INDENTED: Final = frozenset(("", " ", "\t"))
"""What most lines begin with, for to look at each by patterns takes three times as long."""
_INNER: Final = re.compile(r"[\w-]+(?:/[\w-]+)*(?:#[\w-]+)?", re.ASCII)
_SUBJECT: Final = re.compile(r"<([^<>\s]*)>|([\w.-]*):((?:[\w:%.-]|\\.)*)")


def _resolve(base: str, iri: str) -> str:
    if base.endswith("/") and _INNER.fullmatch(iri):
        return base + iri  # what urljoin gives, at a tenth of its price
    # urljoin drops an empty fragment, with which most namespaces end.
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


def heading(text: str) -> Iterator[tuple[str | None, str, int]]:
    """Give the prefix, the IRI and the line (from 1) of directives before the first statement.

    The prefix of a base is ``None``.
    """
    for number, line in enumerate(text.split("\n"), start=1):
        directive = _DIRECTIVE.match(line)
        if directive:
            kind, prefix, iri = directive.groups()
            yield (None if kind.lower() == "base" else prefix or ""), iri, number
        elif line.strip() and not line.startswith("#"):
            return


def subject_lines(text: str) -> Iterator[tuple[str, int]]:
    """Give each subject that begins a line of *text*, and the line (from 1)."""
    prefixes: dict[str, str] = {}
    base = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if line[:1] in _INDENTED:
            continue
        directive = _DIRECTIVE.match(line)
        if directive:
            kind, prefix, iri = directive.groups()
            if kind.lower() == "base":
                base = _resolve(base, iri)
            else:
                prefixes[prefix or ""] = _resolve(base, iri)
            continue
        subject = _SUBJECT.match(line)
        if subject is None:
            continue
        relative, prefix, local = subject.groups()
        if relative is not None:
            yield _resolve(base, relative), number
        elif prefix in prefixes:
            yield prefixes[prefix] + re.sub(r"\\(.)", r"\1", local), number
