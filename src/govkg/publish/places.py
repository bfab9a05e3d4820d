"""Find the line of a data file where a node is described.

Parsers do not tell where a triple stood. The files of a dataset begin each subject at the start of
a line (`CONTRIBUTING.md`), so that a look at these lines is enough; where it is not, the file is
named without a line.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urljoin

from govkg.publish.sources import Source

_DIRECTIVE: Final = re.compile(r"@?(prefix|base)\s+(?:([\w.-]*):\s*)?<([^<>\s]*)>", re.IGNORECASE)
_SUBJECT: Final = re.compile(r"<([^<>\s]*)>|([\w.-]*):((?:[\w:%.-]|\\.)*)")


class Places:
    """The files, and lines where known, in which sources describe some IRIs."""

    def __init__(self, sources: Iterable[Source], iris: Iterable[str]) -> None:
        """Look for *iris* in *sources*; an earlier place wins over a later one."""
        self._places: dict[str, tuple[str, int | None]] = {}
        wanted = set(iris)
        for source in sources if wanted else ():
            described = source.subjects & wanted
            if described:
                for iri, line in _subjects(source.text):
                    if iri in wanted:
                        self._places.setdefault(iri, (source.name, line))
            for iri in described:
                self._places.setdefault(iri, (source.name, None))

    def find(self, iri: str) -> tuple[str, int | None] | None:
        """Give file and line (from 1) of what is said about *iri*."""
        return self._places.get(iri)


def _resolve(base: str, iri: str) -> str:
    # urljoin drops an empty fragment, with which most namespaces end.
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


def _subjects(text: str) -> Iterator[tuple[str, int]]:
    prefixes: dict[str, str] = {}
    base = ""
    for number, line in enumerate(text.splitlines(), start=1):
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
