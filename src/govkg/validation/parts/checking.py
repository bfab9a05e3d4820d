"""Check a graph in parts: what changed, what it touches, and the rules that look at everything."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import Final

from pyoxigraph import Triple

from govkg.validation.engine.core import plain_name, write_triples
from govkg.validation.findings import Finding, distinct
from govkg.validation.parts.graph import Part, PartedGraph
from govkg.validation.parts.results import KeptResults
from govkg.validation.parts.tasks import Rules, Task, read_rules, run

_BATCH: Final = 24_000_000
"""Characters of N-Triples that one task checks: some 150,000 triples."""
_ALONE: Final = 40_000_000
"""Characters up to which other processes would take longer to start than to help."""
_AHEAD: Final = 4
"""Tasks that are made ready ahead of those who do them."""
_FORMAT: Final = b"1"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Means:
    """What a check may use: kept results, an executor, and somebody to tell how far it is."""

    kept: KeptResults | None = None
    executor: Executor | None = None
    progress: Progress | None = None


def check_parts(
    parts: Sequence[Part], shapes: Iterable[Triple], means: Means | None = None
) -> list[Finding]:
    """Validate *parts* as one graph against *shapes* (SHACL, section 3).

    Raises:
        UnreadableError: the shapes are no valid SHACL.
    """
    means = means or Means()
    text = "\n".join(sorted(write_triples(shapes).splitlines())) + "\n"
    rules = read_rules(text)
    size = sum(part.size for part in parts)
    whole = size <= _ALONE and means.kept is None and means.executor is None
    if whole or not rules.divisible:
        lines = "\n".join(dict.fromkeys(line for part in parts for line in part.triples))
        return distinct(run(Task(text, lines + "\n", homes=None, local=True)))
    graph = PartedGraph(parts, rules.footprint, rules.graph)
    base = hashlib.sha256(_FORMAT + text.encode()).hexdigest()
    keys = {f"{base}-{graph.key(part)}": part for part in graph.parts} if means.kept else {}
    known = means.kept.find(keys) if means.kept else {}
    changed = [part for key, part in keys.items() if key not in known]
    changed = changed if means.kept else list(graph.parts)
    homes = {part.name: graph.homes(part) for part in changed} if means.kept else {}
    local, wide = _results(_Work(graph, text, changed, _wide(graph, rules, text)), means)
    if means.kept:
        found = _by_part(local, homes)
        means.kept.keep(
            {key: found[part.name] for key, part in keys.items() if part.name in homes}, used=known
        )
    return distinct([*local, *wide, *(finding for kept in known.values() for finding in kept)])


def _wide(graph: PartedGraph, rules: Rules, shapes: str) -> Task | None:
    """Make the task of the rules that look at everything: of the triples that they ask for."""
    if not rules.wide:
        return None
    footprint = rules.wide_footprint
    names = None if footprint.everything else footprint.forward | footprint.backward
    lines = "\n".join(dict.fromkeys(graph.lines(names)))
    return Task(shapes, lines + "\n", homes=None, local=False)


@dataclass(frozen=True, slots=True)
class _Work:
    """What is to be done; views are made one by one, when somebody has time for them."""

    graph: PartedGraph
    shapes: str
    parts: Sequence[Part]
    wide: Task | None

    @property
    def size(self) -> int:
        """Characters of N-Triples to check."""
        return sum(part.size for part in self.parts) + (len(self.wide.lines) if self.wide else 0)

    def __len__(self) -> int:
        return sum(1 for _ in _batches(self.parts)) + (self.wide is not None)

    def __iter__(self) -> Iterator[Task]:
        # The rules that look at everything take longest, so they begin first.
        if self.wide is not None:
            yield self.wide
        for batch in _batches(self.parts):
            view = self.graph.view(batch)
            yield Task(self.shapes, view.lines, view.homes, local=True)


def _batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    batch: list[Part] = []
    size = 0
    for part in parts:
        if batch and size + part.size > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(part)
        size += part.size
    if batch:
        yield batch


def _results(work: _Work, means: Means) -> tuple[list[Finding], list[Finding]]:
    """Do *work*, and give the findings of the local rules and of the wide ones."""
    found: dict[bool, list[Finding]] = {True: [], False: []}
    if means.executor is None and work.size <= _ALONE:
        outcomes = ((task, run(task)) for task in work)
        for done, (task, findings) in enumerate(outcomes, start=1):
            found[task.local] += findings
            _tell(means, done, len(work))
    else:
        with _executor(means) as executor:
            for done, (task, findings) in enumerate(_submitted(executor, work), start=1):
                found[task.local] += findings
                _tell(means, done, len(work))
    return found[True], found[False]


def _submitted(executor: Executor, work: _Work) -> Iterator[tuple[Task, list[Finding]]]:
    """Have *executor* do the tasks, a few ahead of what is done, so that memory stays small."""
    waiting: dict[Future[list[Finding]], Task] = {}
    tasks = iter(work)
    while True:
        for task in islice(tasks, _AHEAD - len(waiting)):
            waiting[executor.submit(run, task)] = task
        if not waiting:
            return
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            task = waiting.pop(future)
            try:
                yield task, future.result()
            except BrokenProcessPool:  # a process was killed, for want of memory perhaps
                yield task, run(task)


@contextmanager
def _executor(means: Means) -> Iterator[Executor]:
    if means.executor is not None:
        yield means.executor
        return
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as executor:
        yield executor


def _tell(means: Means, done: int, total: int) -> None:
    if means.progress is not None:
        means.progress(done, total)


def _by_part(findings: Iterable[Finding], homes: dict[str, set[str]]) -> dict[str, list[Finding]]:
    """Tell findings apart by the parts whose nodes they are about."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, nodes in homes.items():
        for node in nodes:
            owners[plain_name(node)].append(name)
    found: dict[str, list[Finding]] = {name: [] for name in homes}
    for finding in findings:
        for name in owners[finding.focus_node]:
            found[name].append(finding)
    return found
