"""Check a graph in parts: what changed, what it touches, and the rules that look at everything."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from pyoxigraph import Quad, Triple

from govkg.release.canonical import canonical_lines
from govkg.validation.engine.core import plain_name
from govkg.validation.engine.packing import pack, pack_whole
from govkg.validation.findings import Finding, distinct
from govkg.validation.parts.changes import touched_parts
from govkg.validation.parts.directory import Directory
from govkg.validation.parts.graph import Neighbourhood, PartedGraph, homes_of
from govkg.validation.parts.outline import hash_of, hashes, outline_of
from govkg.validation.parts.part import Part
from govkg.validation.parts.results import KeptPart, KeptResults
from govkg.validation.parts.tasks import Task, read_triples, run
from govkg.validation.parts.wide import Extract
from govkg.validation.parts.work import Means, do
from govkg.validation.rules.reading import Rules
from govkg.validation.rules.software import software

_BATCH: Final = 24_000_000
"""Characters of N-Quads that one task checks: some 120,000 triples."""
_ALONE: Final = 40_000_000
"""Characters up to which other processes would take longer to start than to help."""


def check_parts(
    parts: Sequence[Part], shapes: Iterable[Triple], means: Means | None = None
) -> list[Finding]:
    """Validate *parts* as one graph against *shapes* (SHACL, section 3).

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    means = means or Means()
    text = "".join(f"{line}\n" for line in canonical_lines(Quad(*triple) for triple in shapes))
    rules = Rules(read_triples(text), means.known)
    divided = means.kept or means.executor or sum(part.lines.size for part in parts) > _ALONE
    if not divided or not rules.divisible:
        lines = (line for part in parts for line in part.triples)
        queries = (*rules.local, *rules.wide) if rules.fast else None
        return distinct(run(Task(text, pack(lines), homes=None, queries=queries)))
    return distinct(_Check(parts, rules, text, means).findings())


_Batch = dict[int, Neighbourhood]
"""Parts that one task checks, by their numbers, and what the rules see from each."""


class _Check:
    """One check of parts, which begins where the one that was kept ended."""

    def __init__(self, parts: Sequence[Part], rules: Rules, shapes: str, means: Means) -> None:
        self._parts = sorted(parts, key=lambda part: part.name)
        self._rules = rules
        self._shapes = shapes
        self._means = means
        self._digests = [part.lines.digest if means.kept else "" for part in self._parts]
        self._base = self._name_of_rules()
        self._before = means.kept.parts(self._base) if means.kept else {}
        known = [self._before.get(digest) for digest in self._digests]
        self._outlines = [
            kept.outline if kept else outline_of(part, rules.directions)
            for part, kept in zip(self._parts, known, strict=True)
        ]
        self._wide = {number: kept.wide for number, kept in enumerate(known) if kept}
        self._graph = PartedGraph(self._parts, Directory(self._outlines), rules.directions)
        self._extract = Extract(rules.wide_footprint, self._graph.common)
        self._batches = list(_batches(self._parts, self._touched()))

    def findings(self) -> list[Finding]:
        """Check what has to be checked, and give it with what was known."""
        fresh: dict[int, KeptPart] = {}
        found: list[Finding] = []
        count = len(self._batches) + bool(self._rules.wide)
        size = sum(self._parts[number].lines.size for batch in self._batches for number in batch)
        outcomes = do(self._tasks(), self._means, alone=size <= _ALONE)
        for done, (batch, findings) in enumerate(outcomes, start=1):
            if batch is None or self._means.kept is None:
                found += findings
            else:
                fresh |= self._by_part(batch, findings)
            self._means.tell(done, count)
        return found if self._means.kept is None else self._settled(self._means.kept, fresh, found)

    def _tasks(self) -> Iterator[tuple[_Batch | None, Task]]:
        """Make the tasks one by one, when somebody has time for them."""
        for numbers in self._batches:
            batch = {number: self._graph.neighbourhood(number) for number in numbers}
            for number, seen in batch.items():
                self._wide[number] = pack_whole(self._extract.of(seen.own))
            data = pack(self._graph.view(batch.values()))
            local = tuple(self._rules.local)
            yield batch, Task(self._shapes, data, homes_of(batch.values()), local)
        if self._rules.wide and self._known_wide is None:
            data = tuple(self._wide.values())
            wide = tuple(self._rules.wide)
            yield None, Task(self._shapes, data, homes=None, queries=wide, core=False)

    def _settled(
        self, kept: KeptResults, fresh: dict[int, KeptPart], wide: list[Finding]
    ) -> list[Finding]:
        """Give the findings of all parts and the *wide* ones, and keep them."""
        known = self._known_wide
        if known is None:
            kept.keep_wide(self._name_of_wide, wide)
        kept.keep(
            self._base,
            self._before,
            {digest: fresh.get(number) for number, digest in enumerate(self._digests)},
        )
        parts = [
            fresh[number] if number in fresh else self._before[digest]
            for number, digest in enumerate(self._digests)
        ]
        return [*(known or wide), *(finding for part in parts for finding in part.findings)]

    def _by_part(self, batch: _Batch, findings: Iterable[Finding]) -> dict[int, KeptPart]:
        """Tell findings apart by the parts whose nodes they are about."""
        about: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            about[finding.focus_node].append(finding)
        kept = {}
        for number, seen in batch.items():
            names = about.keys() & {plain_name(node) for node in seen.homes}
            kept[number] = KeptPart(
                self._outlines[number],
                strays=hashes(hash_of(node) for node in seen.homes if node not in seen.own),
                touched=hashes(seen.touched),
                wide=self._wide[number],
                findings=[finding for name in sorted(names) for finding in about[name]],
            )
        return kept

    def _touched(self) -> list[int]:
        """Number the parts to check: all, or what has changed since, and what that touches."""
        if not self._before:
            return list(range(len(self._parts)))
        after = dict(zip(self._digests, self._outlines, strict=True))
        touched = touched_parts(self._before, after, self._graph.everywhere)
        return [number for number, digest in enumerate(self._digests) if digest in touched]

    def _name_of_rules(self) -> str:
        """Name what every result depends on: the rules, and what every part may look at."""
        shared = sorted(
            digest for part, digest in zip(self._parts, self._digests, strict=True) if part.shared
        )
        text = "\n".join((software(), *shared, self._shapes))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def _name_of_wide(self) -> str:
        """Name what the rules that look at everything see, once all parts were looked at."""
        digest = hashlib.sha256(self._base.encode())
        for piece in sorted(hashlib.sha256(wide).digest() for wide in self._wide.values()):
            digest.update(piece)
        return digest.hexdigest()

    @cached_property
    def _known_wide(self) -> list[Finding] | None:
        kept = self._means.kept
        return kept.wide(self._name_of_wide) if kept else None


def _batches(parts: Sequence[Part], numbers: Iterable[int]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for number in numbers:
        if batch and size + parts[number].lines.size > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(number)
        size += parts[number].lines.size
    if batch:
        yield batch
