"""Find what somebody may have meant by a name that nobody describes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from rapidfuzz import fuzz, process

from govkg.validation.findings import Finding
from govkg.vocabulary import GOVKG

_LIKE: Final = 72
"""From 0 to 100: how much alike the last parts of two names are."""
_MOST: Final = 200
"""Names that are looked for; whoever has more has made one mistake many times."""
_TAIL: Final = re.compile(r"[^/#]*$")


def with_nearest(findings: Sequence[Finding], described: AbstractSet[str]) -> list[Finding]:
    """Say in *findings* which of the *described* names is much like one that is not."""
    missing = {
        finding: next((name for name in _names(finding) if name not in described), None)
        for finding in findings
    }
    wanted = sorted({name for name in missing.values() if name})[:_MOST]
    nearest = dict(_nearest(wanted, described))
    return [replace(finding, nearest=nearest.get(missing[finding] or "")) for finding in findings]


def _names(finding: Finding) -> Iterator[str]:
    """Name what a finding is about, that a person may have misspelt."""
    if finding.term and finding.term.startswith("<"):
        yield finding.term[1:-1]
    if finding.path and finding.path.startswith(GOVKG):
        yield finding.path
    if not finding.focus_node.startswith("_:"):
        yield finding.focus_node


def _nearest(names: Iterable[str], described: AbstractSet[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        head, tail = _split(name)
        beside = [_split(other)[1] for other in described if other.startswith(head)]
        found = process.extractOne(tail, beside, scorer=fuzz.ratio, score_cutoff=_LIKE)
        if tail and found and f"{head}{found[0]}" in described:
            yield name, f"{head}{found[0]}"


def _split(name: str) -> tuple[str, str]:
    place = _TAIL.search(name)
    start = place.start() if place else len(name)
    return name[:start], name[start:]
