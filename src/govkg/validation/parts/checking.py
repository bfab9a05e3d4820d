"""Check a graph in parts: what changed, what it touches, and the rules that look at everything."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from pyoxigraph import Quad, Triple

from govkg.processes import Helpers, batches, lent
from govkg.release.canonical import canonical_lines
from govkg.validation.engine.core import plain_name
from govkg.validation.engine.packing import pack
from govkg.validation.findings import Finding, distinct
from govkg.validation.parts.changes import touched_parts
from govkg.validation.parts.directory import Directory
from govkg.validation.parts.graph import Neighbourhood, PartedGraph, homes_of
from govkg.validation.parts.outline import Outline, hash_of, hashes
from govkg.validation.parts.part import Part
from govkg.validation.parts.results import KeptPart, KeptResults
from govkg.validation.parts.tasks import Task, read_graph, run
from govkg.validation.parts.wide import Extract
from govkg.validation.parts.work import ALONE, Means, Workers
from govkg.validation.rules.reading import Rules, WideRule
from govkg.validation.rules.software import software

_BATCH: Final = 24_000_000
"""Bytes of N-Quads that one task checks: some 120,000 triples."""
_SMALLER: Final = 4
"""How much smaller the first tasks are."""


def check_parts(
    parts: Sequence[Part], shapes: Iterable[Triple], means: Means | None = None
) -> list[Finding]:
    """Validate *parts* as one graph against *shapes* (SHACL, section 3).

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    means = means or Means()
    with lent(means.helpers) as helpers:
        return distinct(_found(parts, shapes, means, helpers))


def _found(
    parts: Sequence[Part], shapes: Iterable[Triple], means: Means, helpers: Helpers
) -> list[Finding]:
    text = "".join(f"{line}\n" for line in canonical_lines(Quad(*triple) for triple in shapes))
    rules = Rules(read_graph(text), means.known, means.helpers)
    divided = means.kept or means.executor or sum(part.lines.size for part in parts) > ALONE
    if not divided or not rules.divisible:
        queries = rules.queries if rules.fast else None
        return run(Task(text, tuple(parts), queries=queries))
    workers = Workers(means.executor, helpers)
    return _Check(parts, rules, text, means, workers).findings()


_Batch = dict[int, Neighbourhood]
"""Parts that one task checks, by their numbers, and what the rules see from each."""


class _Check:
    """One check of parts, which begins where the one that was kept ended."""

    def __init__(
        self, parts: Sequence[Part], rules: Rules, shapes: str, means: Means, workers: Workers
    ) -> None:
        self._parts = sorted(parts, key=lambda part: part.name)
        self._rules = rules
        self._shapes = shapes
        self._means = means
        self._workers = workers
        self._digests = [part.lines.digest if means.kept else "" for part in self._parts]
        self._base = self._name_of_rules()
        self._before = means.kept.parts(self._base) if means.kept else {}
        known = [self._before.get(digest) for digest in self._digests]
        self._outlines = self._outlined(known)
        self._grounds = {number: kept.ground for number, kept in enumerate(known) if kept}
        directory = Directory(self._outlines)
        self._graph = PartedGraph(self._parts, directory, rules.directions)
        footprints = [rule.footprint for rule in rules.wide]
        self._extract = Extract(footprints, self._graph.common, directory.describing)
        self._batches = self._divided(self._touched())

    def findings(self) -> list[Finding]:
        """Check what has to be checked, and give it with what was known."""
        fresh: dict[int, KeptPart] = {}
        found: list[Finding] = []
        count = len(self._batches) + bool(self._rules.wide)
        size = sum(self._parts[number].lines.size for batch in self._batches for number in batch)
        outcomes = self._workers.do(self._tasks(), size)
        for done, (batch, findings) in enumerate(outcomes, start=1):
            if batch is None or self._means.kept is None:
                found += findings
            else:
                fresh |= self._by_part(batch, findings)
            self._means.tell(done, count)
        return found if self._means.kept is None else self._settled(self._means.kept, fresh, found)

    def _outlined(self, known: Sequence[KeptPart | None]) -> list[Outline]:
        """Give the outlines of all parts: those that are *known*, and the others made anew."""
        strange = [part for part, kept in zip(self._parts, known, strict=True) if kept is None]
        made = iter(self._workers.outlines(strange, self._rules.directions))
        return [kept.outline if kept else next(made) for kept in known]

    def _divided(self, numbers: Iterable[int]) -> list[list[int]]:
        """Make batches, small ones first, so that nobody waits long for something to do."""

        def size(number: int) -> int:
            return self._parts[number].lines.size

        first, *others = list(batches(numbers, size, _BATCH)) or [[]]
        return [*batches(first, size, _BATCH // _SMALLER), *others]

    def _tasks(self) -> Iterator[tuple[_Batch | None, Task]]:
        """Make the tasks one by one, when somebody has time for them.

        What looks at everything takes long: the last batch comes after it, to be done beside it.
        """
        for numbers in self._batches[:-1]:
            yield self._local_task(numbers)
        last = [self._local_task(numbers) for numbers in self._batches[-1:]]
        yield from self._wide_task()
        yield from last

    def _local_task(self, numbers: Iterable[int]) -> tuple[_Batch, Task]:
        batch = {number: self._graph.neighbourhood(number) for number in numbers}
        for number, seen in batch.items():
            self._grounds[number] = self._extract.of(seen.own)
        parts = tuple(self._parts[number] for number in batch)
        beside = pack(self._graph.around(batch.values()))
        local = tuple(self._rules.local)
        return batch, Task(self._shapes, parts, beside, homes_of(batch.values()), local)

    def _wide_task(self) -> Iterator[tuple[None, Task]]:
        asked = [rule for rule in self._rules.wide if rule not in self._known_wide]
        if asked:
            seen_by = sum(1 << self._rules.wide.index(rule) for rule in asked)
            grounds = tuple(
                body
                for ground in self._grounds.values()
                for rules, body in ground.items()
                if rules & seen_by
            )
            queries = tuple(number for rule in asked for number in rule.queries)
            yield None, Task(self._shapes, beside=grounds, queries=queries, core=False)

    def _settled(
        self, kept: KeptResults, fresh: dict[int, KeptPart], wide: list[Finding]
    ) -> list[Finding]:
        """Give the findings of all parts and the *wide* ones, and keep them."""
        found = dict(self._known_wide)
        for rule in self._rules.wide:
            if rule not in found:
                found[rule] = [item for item in wide if item.shape == rule.shape]
        if len(found) > len(self._known_wide):
            kept.keep_wide({self._names_of_grounds[rule]: found[rule] for rule in found})
        kept.keep(
            self._base,
            self._before,
            {digest: fresh.get(number) for number, digest in enumerate(self._digests)},
        )
        parts = [
            fresh[number] if number in fresh else self._before[digest]
            for number, digest in enumerate(self._digests)
        ]
        return [
            *(finding for findings in found.values() for finding in findings),
            *(finding for part in parts for finding in part.findings),
        ]

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
                ground=self._grounds[number],
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
    def _names_of_grounds(self) -> dict[WideRule, str]:
        """Name what each rule that looks at everything sees, once all parts were looked at."""
        digests: dict[int, list[bytes]] = defaultdict(list)
        for ground in self._grounds.values():
            for rules, body in ground.items():
                digests[rules].append(hashlib.sha256(body).digest())
        # Rules see the same ground but for a few ways: so each way is named once.
        names = {
            rules: hashlib.sha256(b"".join(sorted(some))).digest()
            for rules, some in digests.items()
        }
        return {
            rule: hashlib.sha256(
                b"".join(
                    (
                        f"{self._base} {rule.queries}\n".encode(),
                        *sorted(name for rules, name in names.items() if rules >> number & 1),
                    )
                )
            ).hexdigest()
            for number, rule in enumerate(self._rules.wide)
        }

    @cached_property
    def _known_wide(self) -> dict[WideRule, list[Finding]]:
        """Give what is known of the rules whose ground is what it was."""
        kept = self._means.kept.wide() if self._means.kept else {}
        names = self._names_of_grounds if kept else {}
        return {rule: kept[name] for rule, name in names.items() if name in kept}
