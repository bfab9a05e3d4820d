"""Find the line of a Turtle document where a node is described, or a name made short.

Parsers do not tell where a triple stood. The files of a dataset begin each subject at the start of
a line (`CONTRIBUTING.md`), so that a look at these lines is enough; where it is not, there is none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import urljoin

_DIRECTIVE: Final = re.compile(r"@?((?i:prefix|base))\s+(?:([\w.-]*):\s*)?<([^<>\s]*)>")
_INNER: Final = re.compile(r"[\w-]+(?:/[\w-]+)*(?:#[\w-]+)?", re.ASCII)
_BEGUN: Final = re.compile(
    rf"\n(?=\S)(?:{_DIRECTIVE.pattern}|<([^<>\s]*)>|([\w.-]*):((?:[\w:%.-]|\\.)*))"
)
"""A directive or a subject that begins a line; most lines are indented, and are passed at once."""


def _resolve(base: str, iri: str) -> str:
    if base.endswith("/") and _INNER.fullmatch(iri):
        return base + iri  # what urljoin gives, at a tenth of its price
    return _resolved(base, iri)


@lru_cache(maxsize=256)
def _resolved(base: str, iri: str) -> str:
    """Do so of a namespace once for all files."""
    # Where there is a base, urljoin drops an empty fragment, with which most namespaces end.
    return urljoin(base, iri).removesuffix("#") + ("#" if iri.endswith("#") else "")


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
    text = f"\n{text}"
    number = last = 0
    for begun in _BEGUN.finditer(text):
        kind, prefix, iri, relative, named, local = begun.groups()
        start = begun.start() + 1
        number += text.count("\n", last, start)
        last = start
        if relative is not None:
            yield _resolve(base, relative), number
        elif named is not None:
            if named in prefixes:
                yield prefixes[named] + re.sub(r"\\(.)", r"\1", local), number
        elif kind.lower() == "base":
            base = _resolve(base, iri)
        else:
            prefixes[prefix or ""] = _resolve(base, iri)
