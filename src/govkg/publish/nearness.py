"""Find what somebody may have meant by a name that nobody describes."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import takewhile
from typing import Final

from rapidfuzz import fuzz, process

from govkg.validation.findings import Finding
from govkg.vocabulary import GOVKG, PREFIXES

_LIKE: Final = 72
"""From 0 to 100: how much alike the last parts of two names are."""
_VOCABULARIES: Final = frozenset(PREFIXES.values())
_PART: Final = re.compile("[/#]")
_NUMBER: Final = re.compile(r"\d+")
_MOST: Final = 200
"""Names that are looked for; whoever has more has made one mistake many times."""


def with_nearest(
    findings: Sequence[Finding],
    is_described: Callable[[str], object],
    described: Callable[[], AbstractSet[str]],
) -> list[Finding]:
    """Say in *findings* which name is much like one that is not described.

    All that are *described* are asked for only where one is not.
    """
    missing = {
        finding: next((name for name in names_of(finding) if not is_described(name)), None)
        for finding in findings
    }
    wanted = sorted({name for name in missing.values() if name})[:_MOST]
    if not wanted:
        return list(findings)
    nearest = dict(_nearest(wanted, described()))
    return [replace(finding, nearest=nearest.get(missing[finding] or "")) for finding in findings]


def names_of(finding: Finding) -> Iterator[str]:
    """Name what a finding is about, that a person may have misspelt."""
    if finding.term and finding.term.startswith("<"):
        yield finding.term[1:-1]
    if finding.path and finding.path.startswith(GOVKG):
        yield finding.path
    if not finding.focus_node.startswith("_:"):
        yield finding.focus_node


def _nearest(names: Collection[str], described: Iterable[str]) -> Iterator[tuple[str, str]]:
    beside: dict[str, list[str]] = {_split(name)[0]: [] for name in names}
    elsewhere: dict[str, list[str]] = {_split(name)[1]: [] for name in names}
    for name in described:
        head, tail = _split(name)
        if head in beside and tail:
            beside[head].append(tail)
        if tail and tail in elsewhere:
            elsewhere[tail].append(name)
    for name in names:
        head, tail = _split(name)
        others = _without_series(tail, beside[head])
        found = process.extractOne(tail, others, scorer=fuzz.ratio, score_cutoff=_LIKE)
        if found:
            yield name, f"{head}{found[0]}"
        elif head in _VOCABULARIES or not beside[head]:
            # What stands before it is wrong: a prefix, a base.
            alike = [other for other in elsewhere[tail] if _is_term(other) == _is_term(name)]
            meant = _most_alike(name, alike)
            if meant:
                yield name, meant


def _most_alike(name: str, others: Iterable[str]) -> str | None:
    """Give the one of *others* that ends in more of the same parts as *name* than the rest do."""
    shared: dict[int, list[str]] = {}
    for other in others:
        pairs = zip(_PART.split(name)[::-1], _PART.split(other)[::-1], strict=False)
        shared.setdefault(sum(1 for _ in takewhile(_are_equal, pairs)), []).append(other)
    most = shared[max(shared)] if shared else []
    return most[0] if len(most) == 1 else None


def _are_equal(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _is_term(name: str) -> bool:
    return _split(name)[0] in _VOCABULARIES


def _without_series(tail: str, others: Sequence[str]) -> Sequence[str]:
    """Leave out those that *tail* is numbered with: of several, none is meant more than another."""
    stem = _NUMBER.sub("", tail)
    if stem == tail:
        return others
    series = {other for other in others if _NUMBER.sub("", other) == stem}
    return [other for other in others if other not in series] if len(series) > 1 else others


def _split(name: str) -> tuple[str, str]:
    """Take the last part of a name apart from the rest."""
    end = max(name.rfind("/"), name.rfind("#")) + 1
    return name[:end], name[end:]
