"""Check a graph in parts: what changed, what it touches, and the rules that look at everything."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Final

from pyoxigraph import Triple

from govkg.validation.engine.core import plain_name, write_triples
from govkg.validation.findings import Finding, distinct
from govkg.validation.parts.graph import Part, PartedGraph
from govkg.validation.parts.results import KeptResults
from govkg.validation.parts.tasks import Task, read_rules, run

_BATCH: Final = 24_000_000
"""Characters of N-Triples that one task checks: some 150,000 triples."""
_ALONE: Final = 40_000_000
"""Characters up to which other processes would take longer to start than to help."""
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
    homes = {part.name: graph.homes(part) for part in changed}
    tasks = _tasks(graph, text, changed)
    if rules.wide:
        footprint = rules.wide_footprint
        names = None if footprint.everything else footprint.forward | footprint.backward
        lines = "\n".join(dict.fromkeys(graph.lines(names)))
        tasks.append(Task(text, lines + "\n", homes=None, local=False))
    local, wide = _results(tasks, means)
    if means.kept:
        found = _by_part(local, homes)
        means.kept.keep(
            {key: found[part.name] for key, part in keys.items() if part.name in homes}, used=known
        )
    return distinct([*local, *wide, *(finding for kept in known.values() for finding in kept)])


def _tasks(graph: PartedGraph, shapes: str, parts: Iterable[Part]) -> list[Task]:
    return [
        Task(shapes, view.lines, view.homes, local=True)
        for view in map(graph.view, _batches(parts))
    ]


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


def _results(tasks: Sequence[Task], means: Means) -> tuple[list[Finding], list[Finding]]:
    """Do *tasks*, and give the findings of the local rules and of the wide ones."""
    done: dict[int, list[Finding]] = {}
    if means.executor is None and sum(len(task.lines) for task in tasks) <= _ALONE:
        for number, task in enumerate(tasks):
            done[number] = run(task)
            _tell(means, len(done), len(tasks))
    else:
        with _executor(means) as executor:
            done = _submitted(executor, tasks, means)
    local = [item for number, found in done.items() if tasks[number].local for item in found]
    wide = [item for number, found in done.items() if not tasks[number].local for item in found]
    return local, wide


def _submitted(executor: Executor, tasks: Sequence[Task], means: Means) -> dict[int, list[Finding]]:
    done: dict[int, list[Finding]] = {}
    # The rules that look at everything take longest, so they begin first.
    order = sorted(range(len(tasks)), key=lambda number: tasks[number].local)
    futures = {executor.submit(run, tasks[number]): number for number in order}
    for future in as_completed(futures):
        number = futures[future]
        try:
            done[number] = future.result()
        except BrokenProcessPool:  # a process was killed, for want of memory perhaps
            done[number] = run(tasks[number])
        _tell(means, len(done), len(tasks))
    return done


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
